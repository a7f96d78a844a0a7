"""The class page: students tag articles in their browsers while a teacher leads.

A sitting is one section on one date with one or more articles. `annotator serve DIR` runs one
process that holds several sittings of one project:

- `sittings`: the sittings of the server, found by their code or by a student's link.
  `known_sittings`: all sittings of the project, also those of other days. `class_project`: what the
  sittings share.
- `sitting`: a sitting in memory and its operations. Each student has a `student_pass`: a session
  of the model on the student's own set, and its saver. An edit arrives as JSON (`page_edits`), is
  applied like a key press in the terminal, and is answered only when it is durable in
  `annotations/STUDENT/ID.yaml`.
- `server`: the routes and the process. `login`, `student_page` and `teacher_page` answer requests.
  They share `http`. `teacher_view` is what the teacher's page shows, `lesson_commands` and
  `people_commands` are its commands, `joining` decides who may join, and `teacher_links` who may
  lead. `site_security` refuses requests from other origins and sets the headers of every response.
  `connections` limits the number of connections and how long each may take.
- `start_page`: the page on which a teacher makes a project and starts a class. `class_start` has
  its choices and runs the class, and `article_drafts` reads articles that are not taken yet. It
  listens on this computer alone.
- `pages`: templates, static files, and the data that pages get.
- `static/`: the scripts of the pages, without a build step. The handout (`handout`) uses the same
  `model.js` and `page.js`, with `offline.js` and `yaml.js` in place of the server.

What survives a kill at any moment, and where it is stored:

- Tags, sources, links, notes: in the student's set, as everywhere.
- Receipts of edits: each page has an id and numbers its edits. The last numbers of each page are on
  the last line of the set's file, as a comment (`page_edits.Receipts`). So a receipt becomes
  durable in the same step as its edit. An edit that was saved but not answered is sent again and
  has a receipt. An edit that was not saved has none. The line also holds the student's place in
  the article.
- Students, phase, code and secrets, and for each article the vote and the asked and revealed
  sentences: in `class/SITTING.json`. The file is written only when it changes, and always as a
  whole. Only the hash of a personal link is stored.
- The step of the lesson, the projector, the pairs and the approved reasons: in the same file.
- Those who wait for the teacher, and the students who turned out to be others: in the same file.
- What the teacher said about names: in `class/people.yaml`. PINs: in `class/teachers/pins.json`, as
  slow hashes. Tries of a PIN are counted in memory.
- Who may lead: in `class/teachers/access.json`, as hashes. What can be undone is only in memory.

Each pass records its sitting and its vote, and is found by them. The first pass of a sitting is
untagged. A second vote is the next pass (`ID.2.yaml`), and continues the decisions of the first,
which is marked finished and kept. The class file holds the number of the vote. Opening a student's
pass finishes the passes before it, so a restart while a vote is being started ends in the same
state. In a class of an earlier version, the passes are numbered like the votes since the student
joined.

An edit names its article. One that arrives after the class has moved on goes into the pass on its
own article, if it was made before tagging was closed there.

Undo is an ordinary edit that restores a sentence to an earlier state. So undo works after a reload,
after a restart, and without a server.
"""

"""The class page: many students tag one document in their browsers, led by a teacher.

A class is one project folder and one document in it. `annotator serve DIR` runs one process:

- `classroom`: the class in memory, and everything that may be asked of it. Each student has a
  `student_pass`: a session of the model on the student's own set, and its saver. An edit arrives as
  JSON (`page_edits`), is applied like a key press in the terminal, and is answered only when it is
  durable in `annotations/STUDENT/ID.yaml`.
- `server`: the routes and the process. `login`, `student_page` and `teacher_page` answer them, with
  `http` for what all of them share. `site` refuses requests of other origins and sets the headers
  of every response; `connections` limits how many there are and how long each may take.
- `pages`: templates, static files, and the data that pages get.
- `static/`: the scripts of the pages, which nothing compiles. `model.js` and `page.js` are the same
  in the handout (`handout`), where `offline.js` and `yaml.js` do the server's part.

What survives a kill at any instant, and where it is:

- Tags, sources, links, notes: the student's set, as everywhere.
- Receipts of edits: each page has an identity and numbers its edits. The last numbers of each page
  are on the last line of the set's file, as a comment (`page_edits.Receipts`), so a receipt becomes
  durable in the same step as its edit. An edit that was saved but not answered is sent again and
  has a receipt; one that was not saved has none. The student's place in the article is on that line
  too.
- Students, phase, vote, what is asked and revealed, code and secrets: `class/ID.json`, written
  whole and only when it changes. Of a personal link only the hash is stored.

A second vote is the next pass (`ID.2.yaml`): the first is marked finished and stays. The class file
says which vote it is. Opening a student's pass finishes the passes before it, so a restart in the
middle of calling a vote ends in the same state. A student who has tagged nothing by then has an
untagged first pass: the numbers of the passes are the numbers of the votes since joining.

Undo is an edit like the others: it sets a sentence back to what it was. So undo works after a
reload, after a restart, and without a server.
"""

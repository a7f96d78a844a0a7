"""The class page: many students tag one document in their browsers, an instructor leads them.

A class is one project folder and one document of it. `annotator serve DIR` runs one process:

- `room`: the class in memory, and everything that may be asked of it. Each student has a `desk`:
  a session of the model on the student's own set, and its saver. What a student does arrives as an
  edit in JSON (`wording`), takes the same way as a key in the terminal, and is answered only when
  it is in `annotations/STUDENT/ID.yaml` for good.
- `app`: the addresses; `guard`: what is refused before anybody looks at it (another origin's
  posts, bodies that are too large) and the headers of every answer; `limits`: how fast.
- `static/`: the pages' scripts, which nothing compiles. `model.js` and `page.js` are the same in
  the handout (`handout`), where `offline.js` and `yaml.js` do the server's part.

What survives a kill at any instant, and where it is:

- Tags, sources, links, notes: the student's set, as everywhere.
- Which edits were counted: each page has an identity and numbers its edits. The last number of each
  page stands on the last line of the set's file, as a comment (`counted`), so it becomes durable in
  the very same step as the edit. An edit that was saved but not answered is sent again and found
  counted; one that was not saved is not. The student's place in the article is on that line too.
- Who is there, the phase, the vote, what is asked and revealed, code and secrets:
  `class/ID.json`, written whole and only when it changes. Of a personal link its hash is kept.

A second vote is the next pass (`ID.2.yaml`): the first is marked finished and stays. The file of
the class says which vote it is; a desk that is opened finishes the passes before it, so a restart
in the middle of calling a vote comes out the same. Whoever has tagged nothing by then has an
untagged first pass: the numbers of the passes are the numbers of the votes since joining.

Undoing is an edit like the others: it sets a sentence back to what it was. So undo works after a
reload, a restart, and without a server.
"""

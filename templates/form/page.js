/* The page of the web form, on top of rules.js. It scores nothing and sends nothing. What it was given in a
   file and does not understand stays in the file. Nothing is drawn anew: controls are filled, and hidden or
   shown where they stand, so that nobody loses their place. */
(() => {
const data = JSON.parse(document.getElementById("f--data").textContent);
const $ = (name) => document.getElementById(`f--${name}`);
/* Sentences that are longer than a line. */
const LOST = "The file has an answer here that cannot be read. It stays in the file until you change something here.";
const NONE_ASKED = "No question of this part is asked of you.";
const TWICE = "A name stands twice in one place of the file, so that an answer would be lost. "
  + "Mend the file first: spinout check says where.";
const NO_JSON = "It is no file of JSON, which is what this form saves. "
  + "Answers in YAML, Excel or a table are read by spinout itself.";
const OWN_OUTPUT = "It is a result of spinout, and no file of answers. "
  + "Choose the file of answers that it was made from.";
const FORGOTTEN = "Nothing is kept on this device. "
  + "What stands in the form is lost when you close the page, unless you save a file.";

const several = (number, noun) => `${counts(number, noun)} ${number === 1 ? "is" : "are"}`;
const some = (node, role) => [...node.querySelectorAll(`[data-role="${role}"]`)];

const questions = data.questions.map((question) => ({ ...question, answer: {} }));
const byId = new Map(questions.map((question) => [question.id, question]));
const asked = questions.filter((question) => question.asked);
const fields = [...document.querySelectorAll("[data-field]")];
let kept = {}; // answers to questions that this form does not ask, as they stood in the file
let around = {}; // what else stood in the file
let changed = false, told = new Set();

for (const question of asked) {
  const node = document.getElementById(question.id);
  const one = (role) => some(node, role)[0];
  Object.assign(question, {
    node, title: node.dataset.title, number: node.dataset.number,
    chosen: some(node, "pick"), shares: some(node, "share"), control: one("number") || one("day") || one("words"),
    sum: one("sum"), unknown: one("unknown"), inapplicable: one("inapplicable"), beside: {},
    texts: { reason: one("reason"), other: one("other"), evidence: one("evidence"), note: one("note") },
    exempt: one("exempt"), error: one("error"), pending: one("pending"), clear: one("clear"), more: one("more"),
  });
}

const typedInto = (question) => question.shares.concat(question.control || []);

/* What stands in the controls of a question, with `fault` where it is no answer. */
function entered(question) {
  const { entry, chosen, shares, control, texts, unknown, inapplicable, exempt } = question;
  const made = { ...question.beside };
  for (const name of ["evidence", "note"]) if (texts[name]) made[name] = cleaned(texts[name].value);
  if (exempt && exempt.checked) made.exempt = true;
  if (unknown.checked) return { ...made, unknown: true };
  if (inapplicable && inapplicable.checked) {
    const reason = cleaned(texts.reason.value);
    return { ...made, reason, fault: reason === undefined ? "Say in a few words why it does not apply." : undefined };
  }
  const picked = chosen.filter((box) => box.checked).map((box) => box.value);
  let read = {};
  if (entry === "several") read = { value: picked.length ? picked : undefined };
  else if (chosen.length) read = { value: picked[0] };
  else if (entry === "shares") read = sharesIn(question, ...sharesOf(shares));
  else if (entry === "words") read = { value: cleaned(control.value) };
  else if (entry === "day") read = dayIn(control);
  else if (!isBlank(control.value)) {
    const { digits, fault } = numberIn(control.value, question);
    read = { value: digits, fault };
  }
  if (takesText(question, read.value)) made.other = cleaned(texts.other.value);
  return { ...made, ...read };
}

const sharesOf = (boxes) => [boxes.map((box) => box.value), boxes.map((box) => box.labels[0].textContent)];

function dayIn(control) {
  if (control.validity.badInput) return { fault: "Write the whole date: day, month and year." };
  if (control.value === "") return {};
  return isDay(control.value) ? { value: control.value } : { fault: "There is no such day." };
}

/* Puts an answer into the controls of a question. */
function fill(question, answer) {
  const { chosen, shares, control, texts, unknown, inapplicable, exempt } = question, { value, reason } = answer;
  for (const box of chosen) box.checked = [].concat(value).includes(box.value);
  shares.forEach((box) => { box.value = value ? value[box.dataset.part].text : ""; });
  if (control) control.value = value === undefined ? "" : value;
  unknown.checked = Boolean(answer.unknown);
  if (inapplicable) inapplicable.checked = reason !== undefined;
  for (const [name, box] of Object.entries(texts)) if (box) box.value = answer[name] === undefined ? "" : answer[name];
  if (exempt) exempt.checked = Boolean(answer.exempt);
  // What this form has no place for stays with the answer.
  question.beside = {};
  if (!texts.evidence && answer.evidence !== undefined) question.beside.evidence = answer.evidence;
  if (!exempt && answer.exempt) question.beside.exempt = true;
  for (const box of typedInto(question)) delete box.dataset.before;
  for (const box of [...typedInto(question), texts.reason]) if (box) box.removeAttribute("aria-invalid");
  question.more.open = Boolean((texts.evidence && answer.evidence) || answer.note || (exempt && answer.exempt));
}

/* ---- What is asked, and what is open. ---- */

function show() {
  for (const question of asked) {
    if (question.raw === undefined) question.answer = entered(question);
  }
  const seen = statuses(questions);
  for (const question of asked) {
    const { node, answer, texts, inapplicable } = question, { state, pending } = seen.get(question.id);
    Object.assign(question, { state, hidden: state === "hidden" });
    node.hidden = question.hidden;
    question.pending.hidden = !pending || question.hidden || !hangsOnOpen(question.show, seen);
    if (texts.other) texts.other.parentNode.hidden = !takesText(question, answer.value);
    if (texts.reason) texts.reason.parentNode.hidden = !inapplicable.checked;
    if (question.sum) question.sum.textContent = together(question);
    question.clear.hidden = state === "unanswered" && !answer.fault && !question.lost;
  }
  count();
}

/* Whether somebody can still settle a condition here. */
function hangsOnOpen(condition, seen) {
  const inner = condition.all || condition.any || (condition.not ? [condition.not] : null);
  if (inner) return inner.some((one) => hangsOnOpen(one, seen));
  const { asked: here } = byId.get(condition.question), { state, pending } = seen.get(condition.question);
  return Boolean(here) && state !== "hidden" && (pending || state === "unanswered" || state === "unknown");
}

function together(question) {
  const read = question.shares.map((box) => numberIn(box.value, SHARE).digits).filter((digits) => digits !== undefined);
  if (read.length === 0) return "";
  const sum = sumOf(read), left = sumOf(["100", `-${sum}`]);
  const over = Number(sum) > 100 ? `${left.slice(1)} too many` : `${left} left to give`;
  return `Together ${sum}: ${Number(sum) === 100 ? "nothing is left to give" : over}.`;
}

function linkTo(question, text) {
  const link = document.createElement("a");
  link.href = `#${question.id}`;
  link.textContent = `${question.number}. ${question.title}`;
  const item = document.createElement("li");
  item.append(link, text ? `: ${text}` : "");
  return item;
}

function listOf(items) {
  const list = document.createElement("ul");
  list.append(...items);
  return list;
}

function count() {
  const shown = asked.filter((question) => !question.hidden);
  const open = shown.filter((question) => question.state === "unanswered");
  const unknown = shown.filter((question) => question.state === "unknown");
  const done = shown.length - open.length - unknown.length;
  const said = [`${done} of ${counts(shown.length, "question")} answered.`];
  if (unknown.length) said.push(`${unknown.length} not known.`);
  said.push(open.length ? `${open.length} open.` : "None is open.");
  $("counts").textContent = said.join(" ");
  $("open").hidden = open.length + unknown.length === 0;
  const why = ({ answer, state }) => (answer.fault ? "cannot be read yet" : state === "unknown" ? "not known" : "");
  $("open").lastElementChild.replaceChildren(listOf([...open, ...unknown].map((one) => linkTo(one, why(one)))));
  for (const line of document.querySelectorAll("[data-progress]")) {
    const own = shown.filter((question) => question.id.startsWith(`${line.dataset.progress}.`));
    const left = own.filter((question) => open.includes(question) || unknown.includes(question)).length;
    line.textContent = own.length ? `${own.length - left} of ${own.length} answered` : NONE_ASKED;
  }
}

/* Says, once somebody has paused, how many questions came or went. */
let waiting = 0;
function tellChanges() {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    const now = new Set(asked.filter((question) => !question.hidden));
    const more = [...now].filter((one) => !told.has(one)).length;
    const fewer = [...told].filter((one) => !now.has(one)).length;
    told = now;
    const words = [];
    if (more) words.push(`${counts(more, "more question")} asked.`);
    if (fewer) words.push(`${counts(fewer, "question")} no longer asked.`);
    if (words.length) say(words.join(" "));
  }, 700);
}

function say(text) { $("said").textContent = text; }

/* Tells at the question what is wrong with what stands there; `leaving` also what may still be under way. */
function tellFault(question, leaving) {
  const early = question.entry === "number" || question.entry === "day";
  const { fault = doubtIn(question, question.answer) } = question.answer;
  const before = question.error.textContent;
  if (fault && before === "" && !leaving && !early) return;
  question.error.textContent = fault;
  for (const box of [...typedInto(question), question.texts.reason]) {
    if (box && question.answer.fault) box.setAttribute("aria-invalid", "true");
    else if (box) box.removeAttribute("aria-invalid");
  }
  if (fault && fault !== before) say(`Question ${question.number}: ${fault}`);
}

/* ---- What somebody does. ---- */

function questionOf(node) {
  const set = node.closest("fieldset.question");
  return set ? byId.get(set.id) : undefined;
}

/* An answer takes away "I don't know" and the like, and the other way round; what was typed comes back. */
function settle(question, box) {
  const { role } = box.dataset, { chosen, unknown, inapplicable, alone = [] } = question;
  const aside = [unknown, inapplicable].filter(Boolean);
  if (aside.includes(box)) {
    for (const other of aside) if (other !== box && other.type === "checkbox" && box.checked) other.checked = false;
    if (box.type === "checkbox" && box.checked) chosen.forEach((pick) => { pick.checked = false; });
    const away = aside.some((one) => one.checked);
    for (const typed of typedInto(question)) {
      if (away && typed.value !== "") [typed.dataset.before, typed.value] = [typed.value, ""];
      else if (!away && typed.dataset.before) [typed.value, typed.dataset.before] = [typed.dataset.before, ""];
    }
  } else if (["pick", "number", "day", "words", "share"].includes(role)) {
    if (role !== "pick" || box.checked) aside.forEach((one) => { one.checked = false; });
    if (box.type === "checkbox" && box.checked) {
      const single = alone.includes(box.value);
      for (const pick of chosen) if (pick !== box && (single || alone.includes(pick.value))) pick.checked = false;
    }
  }
}

function touched(question, box) {
  changed = true;
  if (!question) return;
  Object.assign(question, { raw: undefined, lost: false }); // from here on it is what stands in the controls
  if (box) settle(question, box);
}

$("form").addEventListener("submit", (event) => event.preventDefault());

$("form").addEventListener("input", ({ target }) => {
  if (target.dataset.role || target.dataset.field) touched(questionOf(target), target);
});

$("form").addEventListener("change", ({ target }) => {
  if (!target.dataset.role && !target.dataset.field) return;
  const question = questionOf(target);
  touched(question, target);
  show();
  if (question) tellFault(question, false);
  tellChanges();
  keep();
});

$("form").addEventListener("focusout", ({ target, relatedTarget }) => {
  const question = questionOf(target);
  if (question && question.answer.fault && !question.node.contains(relatedTarget)) tellFault(question, true);
});

$("form").addEventListener("click", ({ target }) => {
  if (target.dataset.role !== "clear" && !target.closest('[data-role="clear"]')) return;
  const question = questionOf(target), { evidence, note, exempt } = entered(question);
  touched(question);
  fill(question, { evidence, note, exempt });
  show();
  tellFault(question, true);
  tellChanges();
  keep();
  (question.chosen[0] || typedInto(question)[0]).focus();
});

/* ---- A file of answers. ---- */

function made() {
  const answers = {};
  for (const question of questions) {
    const said = question.raw === undefined ? plain(question, question.answer) : question.raw;
    if (said !== undefined) answers[question.id] = said;
  }
  const header = { questionnaire: data.questionnaire, version: data.version }, others = { ...around };
  for (const field of fields) {
    const { field: name, filled } = field.dataset, text = field.value === filled ? around[name] : cleaned(field.value);
    if (text !== undefined) header[name] = text;
    delete others[name];
  }
  if (data.respondent) header.respondent = data.respondent;
  delete others.respondent;
  return { ...header, ...others, answers: { ...answers, ...kept } };
}

/* Puts a document into the page, and gives back what must be told of it. */
function take(file) {
  const words = [], strange = [], notAsked = [], wrong = [];
  const { questionnaire, version, answers = {}, ...rest } = file;
  around = rest;
  kept = Object.create(null);
  for (const question of questions) Object.assign(question, { answer: {}, raw: undefined });
  for (const field of fields) {
    const text = textOf(rest[field.dataset.field]);
    field.value = typeof text === "string" ? text : "";
    field.dataset.filled = field.value;
  }
  for (const [id, raw] of Object.entries(answers)) {
    const now = data.renamed[id], free = now !== undefined && [undefined, null, ""].includes(answers[now]);
    const question = byId.get(free ? now : id);
    if (!question) {
      kept[id] = raw;
      (data.elsewhere.includes(id) ? notAsked : strange).push(id);
      continue;
    }
    if (question.raw !== undefined && [null, ""].includes(raw)) continue;
    const answer = answerFrom(question, raw);
    Object.assign(question, { answer: answer || besideFrom(question, raw), raw });
    if (!answer) wrong.push(question);
  }
  for (const question of asked) {
    fill(question, question.answer);
    question.lost = wrong.includes(question);
    question.error.textContent = question.lost ? LOST : "";
  }
  if (version !== undefined && textOf(version) !== data.version) {
    const made = `The file was made for version ${quoted(textOf(version))} of the questions`;
    words.push(`${made}; this form has version ${data.version}. Look your answers over.`);
  }
  if (wrong.length) words.push(`${several(wrong.length, "answer")} marked in the form: the file's cannot be read.`);
  if (notAsked.length) {
    words.push(`${several(notAsked.length, "answer")} kept and saved again, to questions that this form does not ask.`);
  }
  if (strange.length) {
    const names = strange.slice(0, 20).join(", ");
    words.push(`The form does not know ${counts(strange.length, "question")} that the file answers: ${names}. `
      + "Those answers are kept, and saved again. The program will ask you to take them out.");
  }
  show();
  told = new Set(asked.filter((question) => !question.hidden));
  return words;
}

/* A document of answers in a text, or a sentence that says why there is none. */
function documentIn(text) {
  let file;
  if (text.trim() === "") return "The file is empty.";
  try {
    file = fromJson(text.replace(/^\ufeff/, ""));
  } catch (error) {
    return error instanceof RangeError ? TWICE : NO_JSON;
  }
  if (!isObject(file)) return "It holds no answers.";
  if (typeof file.schema === "string") return OWN_OUTPUT;
  if (!isObject(file.answers) || file.questionnaire === undefined) return "It holds no answers.";
  const [theirs, ours] = [textOf(file.questionnaire), data.questionnaire];
  if (theirs !== ours) return `It holds answers to other questions: ${quoted(theirs)}; this form asks ${quoted(ours)}.`;
  const { respondent } = file;
  if (data.respondent && respondent && textOf(respondent) !== data.respondent) {
    return `It holds the answers of ${quoted(textOf(respondent))}, and this form is for ${quoted(data.respondent)}.`;
  }
  return file;
}

function tell(place, words, action) {
  const lines = words.map((text) => Object.assign(document.createElement("p"), { textContent: text }));
  if (action) lines.push(action);
  place.replaceChildren(...lines);
}

function button(text, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: text });
  made.addEventListener("click", act);
  return made;
}

/* Another document in the place of this one; what stood here can be had back. */
function putIn(file, words) {
  const before = made(), wasChanged = changed;
  const back = button("Put back what stood here before", () => {
    take(before);
    changed = wasChanged;
    keep();
    tell($("loaded"), ["What stood here before is back."]);
    say("What stood here before is back.");
    $("file").focus();
  });
  const more = take(file);
  changed = false;
  keep();
  tell($("loaded"), [...words, ...more], back);
  say([...words, ...more].join(" "));
}

$("file").addEventListener("change", async ({ target }) => {
  const [file] = target.files;
  if (!file) return;
  const found = documentIn(await file.text());
  target.value = "";
  if (typeof found === "string") {
    const words = [`${quoted(file.name)} was not taken. ${found} Nothing in the form has changed.`];
    tell($("loaded"), words);
    say(words[0]);
  } else putIn(found, [`The answers in ${quoted(file.name)} are in the form.`]);
});

$("empty").addEventListener("click", () => {
  putIn({ questionnaire: data.questionnaire, answers: {} }, ["The form is empty."]);
  $("file").focus();
});

function fileName({ service, respondent }) {
  const plainWords = (text) => String(textOf(text) || "").normalize("NFKD").replace(/[\u0300-\u036f]/g, "")
    .toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60);
  return [plainWords(service), plainWords(respondent), "answers"].filter(Boolean).join("-") + ".json";
}

$("download").addEventListener("click", () => {
  show();
  const file = made(), text = `${toJson(file)}\n`, name = fileName(file);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  changed = false;
  $("copy").value = text;
  const unread = asked.filter(({ raw, hidden, answer }) => raw === undefined && !hidden && answer.fault);
  const words = [`Saved as ${name}, where this device keeps what is downloaded.`];
  if (unread.length) words.push("Not in the file, as it cannot be read yet:");
  tell($("saved"), words, unread.length ? listOf(unread.map((one) => linkTo(one, one.answer.fault))) : undefined);
  say(words.join(" "));
});

/* ---- Kept on this device: only while the box is ticked. ---- */

const PLACE = ["spinout", data.questionnaire, data.respondent || ""].join(":");

function keep() {
  if (!$("keep").checked) return;
  try {
    localStorage.setItem(PLACE, toJson(made()));
    $("kept").textContent = "Your answers are kept on this device.";
  } catch {
    $("kept").textContent = "This browser keeps nothing here. Save a file.";
  }
}

function forget() {
  try { localStorage.removeItem(PLACE); } catch { /* it keeps nothing */ }
  $("keep").checked = false;
  $("forget").hidden = true;
  $("kept").textContent = FORGOTTEN;
  say($("kept").textContent);
}

$("keep").addEventListener("change", ({ target }) => {
  $("forget").hidden = !target.checked;
  if (target.checked) keep();
  else forget();
});
$("forget").addEventListener("click", () => { forget(); $("keep").focus(); });
addEventListener("pagehide", () => { show(); keep(); });

addEventListener("beforeunload", (event) => {
  if (!changed || $("keep").checked) return;
  event.preventDefault();
  event.returnValue = ""; // older browsers ask only then
});

/* ---- Print: a text as long as it is, and what is folded away where there is something in it. ---- */

document.body.classList.add("scripted"); // without a script, or on paper, it is said when a question is to be answered
$("print").addEventListener("click", () => print());
$("all").addEventListener("change", ({ target }) => document.body.classList.toggle("print-all", target.checked));

addEventListener("beforeprint", () => {
  for (const box of document.querySelectorAll("main textarea[data-role]")) {
    if (box.nextElementSibling === null) {
      box.after(Object.assign(document.createElement("p"), { className: "printed text" }));
    }
    box.nextElementSibling.textContent = box.value;
  }
  for (const more of document.querySelectorAll("details.more")) {
    more.dataset.was = more.open ? "open" : "";
    more.open = [...more.querySelectorAll("textarea")].some((box) => box.value !== "");
  }
});
addEventListener("afterprint", () => {
  for (const more of document.querySelectorAll("details.more")) more.open = more.dataset.was === "open";
});

/* ---- The beginning. ---- */

for (const tools of some(document, "tools")) tools.hidden = false;
const now = new Date();
const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
let before = null;
try { before = localStorage.getItem(PLACE); } catch { /* it keeps nothing */ }
const found = before === null ? null : documentIn(before);
if (found !== null && typeof found === "object") {
  const more = take(found);
  $("keep").checked = true;
  $("forget").hidden = false;
  tell($("loaded"), ["The answers that were kept on this device are in the form.", ...more]);
} else {
  take({ questionnaire: data.questionnaire, date: today, answers: {} });
}
})();

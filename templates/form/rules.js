"use strict";
/* The rules of the web form, the same as the program's (docs/questionnaire-format.md, docs/answers-format.md):
   which questions are asked, what is an answer, and answers as they stand in a file. It knows of no page. */

/* ---- Conditions. Truth is a number, so that `all` is the least, `any` the greatest, `not` the opposite. ---- */

const TRUE = 1, UNKNOWN = 0, FALSE = -1;

/* The same as the program's table. Numbers have at most fifteen digits, so that comparing them here is exact. */
const OPERATORS = {
  is: (answer, given) => given.includes(answer),
  is_not: (answer, given) => !given.includes(answer),
  at_least: (answer, given) => answer >= given,
  at_most: (answer, given) => answer <= given,
  more_than: (answer, given) => answer > given,
  less_than: (answer, given) => answer < given,
  includes: (chosen, given) => given.every((one) => chosen.includes(one)),
  includes_any: (chosen, given) => given.some((one) => chosen.includes(one)),
  includes_all: (chosen, given) => given.every((one) => chosen.includes(one)),
};

function truth(condition, seen) {
  if (condition.all) return Math.min(...condition.all.map((one) => truth(one, seen)));
  if (condition.any) return Math.max(...condition.any.map((one) => truth(one, seen)));
  if (condition.not) return -truth(condition.not, seen);
  const { state, counted, pending } = seen.get(condition.question);
  if (state === "hidden" || state === "not-applicable") return FALSE;
  if (state !== "answered") return UNKNOWN;
  const looked = condition.count_of ? condition.count_of.filter((one) => counted.includes(one)).length : counted;
  if (!OPERATORS[condition.operator](looked, condition.given)) return FALSE;
  return pending ? UNKNOWN : TRUE;
}

/* Where every question stands, in the order of the questionnaire: a condition names earlier ones only. */
function statuses(questions) {
  const seen = new Map();
  for (const question of questions) {
    const shown = question.show ? truth(question.show, seen) : TRUE;
    const state = shown === FALSE ? "hidden" : stateOf(question.answer);
    seen.set(question.id, { state, counted: counted(question), pending: shown === UNKNOWN });
  }
  return seen;
}

function stateOf(answer) {
  if (answer.value !== undefined) return "answered";
  if (answer.unknown) return "unknown";
  return answer.reason === undefined ? "unanswered" : "not-applicable";
}

/* The answer as conditions see it: a top level without evidence counts one level lower. */
function counted(question) {
  const { value, evidence } = question.answer;
  if (question.entry === "number") return value === undefined ? value : Number(value);
  if (question.entry !== "level" || value === undefined) return value;
  const level = Number(value);
  return level === question.top && !backed(question, evidence) ? level - 1 : level;
}

function backed(question, evidence) {
  return evidence !== undefined && !(question.no_evidence || []).includes(bare(evidence));
}

function bare(text) {
  const folded = text.trim().replace(/\.$/, "").trim().toUpperCase();
  return [...folded].map((letter) => letter.toLowerCase()).join("");
}

/* ---- Texts and numbers. A number is kept by its digits, never as what a computer makes of it. ---- */

class Digits {
  constructor(text) { this.text = text; }
}

const NUMBER = /^-?(0|[1-9][0-9]*)(\.[0-9]+)?$/;
/* What leaves no trace on paper, and what no file of answers may hold. */
const UNSEEN =
  /[\s\x85\p{Cf}\p{Z}\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu;
const REFUSED = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]/gu;

const isBlank = (text) => text.replace(UNSEEN, "") === "";
const isObject = (value) =>
  value !== null && typeof value === "object" && !Array.isArray(value) && !(value instanceof Digits);
const textOf = (value) => (value instanceof Digits ? value.text : value);
const quoted = (value) => `“${String(value).slice(0, 60)}”`;
const counts = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;

/* A text without what no file of answers may hold; undefined where nothing of it can be seen. */
function cleaned(text) {
  const made = text.replace(REFUSED, "").replace(/[\r\n]+$/, "");
  return isBlank(made) ? undefined : made;
}

/* The digits of a number, or what is wrong with it. */
function numberIn(typed, { percent, whole, low, high, allowed }) {
  const text = percent ? typed.trim().replace(/\s*%$/, "") : typed.trim();
  const fault = (hint) => ({ fault: `Found ${quoted(typed.trim())}. ${hint}Write ${allowed}.` });
  if (!NUMBER.test(text)) {
    const pointed = `A decimal is written with a point: ${text.replace(",", ".")}. `;
    const decimal = /^-?[0-9]+,[0-9]+$/.test(text) ? pointed : "";
    const thousands = /^-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$/.test(text);
    return fault(decimal + (thousands ? `Thousands are written without a comma: ${text.replace(/,/g, "")}. ` : ""));
  }
  const number = Number(text);
  if (text.replace(/[^0-9]/g, "").length > 15) return fault("A number has at most 15 digits. ");
  if ((whole && !Number.isInteger(number)) || number < low || number > high) return fault("");
  return { digits: text };
}

/* What was hardly meant: a share of one where per cent are asked for. It is an answer all the same. */
function doubtIn({ percent, high }, { value }) {
  const share = percent && high > 1 && Number(value) > 0 && Number(value) < 1;
  return share ? "That is less than one per cent. For a half, write 50." : "";
}

/* The sum of decimals, exactly, as a text. */
function sumOf(numbers) {
  const places = Math.max(...numbers.map((text) => (text.split(".")[1] || "").length));
  const total = numbers.reduce((sum, text) => {
    const [before, after = ""] = text.split(".");
    return sum + BigInt(before + after.padEnd(places, "0"));
  }, 0n);
  const digits = String(total < 0n ? -total : total).padStart(places + 1, "0");
  const text = places ? `${digits.slice(0, -places)}.${digits.slice(-places)}`.replace(/\.?0+$/, "") : digits;
  return total < 0n ? `-${text}` : text;
}

const SHARE = { percent: true, low: 0, high: 100, allowed: "a number from 0 to 100" };

/* The parts of a split by their texts: a value, or what is wrong with it. */
function sharesIn(question, texts, labels) {
  const read = texts.map((text) => (isBlank(text) ? null : numberIn(text, SHARE)));
  const wrong = read.findIndex((one) => one && one.fault);
  if (wrong >= 0) return { fault: `${labels[wrong]}: ${read[wrong].fault}` };
  if (read.every((one) => one === null)) return {};
  if (read.includes(null)) return { fault: "Give every part a number; 0 counts." };
  const numbers = read.map((one) => one.digits), sum = sumOf(numbers);
  if (sum !== "100") return { fault: `The parts come to ${sum}. Change them so that they make 100 together.` };
  return { value: Object.fromEntries(question.parts.map((part, place) => [part, new Digits(numbers[place])])) };
}

const isDay = (text) => {
  const day = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text) && text > "0001" ? new Date(`${text}T00:00:00Z`) : NaN;
  return !Number.isNaN(Number(day)) && day.toISOString().slice(0, 10) === text;
};

/* ---- An answer as it stands in a file: read, and written. ---- */

/* What a value of a file says to a question; undefined where the program would refuse it. */
function valueFrom(question, raw) {
  const { entry, picks = [], alone = [], parts = [] } = question;
  const text = textOf(raw);
  const isNumber = raw instanceof Digits && NUMBER.test(text);
  const isShare = (one) => one instanceof Digits || (typeof one === "string" && one.endsWith("%"));
  if (entry === "level") {
    const level = isNumber && Number.isInteger(Number(text)) ? String(Number(text)) : null;
    return picks.includes(level) ? level : undefined;
  }
  if (entry === "yes_no" && typeof raw === "boolean") return raw ? "yes" : "no";
  if (entry === "one" || entry === "yes_no") return picks.includes(text) ? text : undefined;
  if (entry === "several") {
    if (!Array.isArray(raw) || raw.length === 0) return undefined;
    const chosen = raw.map(textOf);
    const right = chosen.every((one) => picks.includes(one)) && new Set(chosen).size === chosen.length;
    return right && (chosen.length === 1 || !chosen.some((one) => alone.includes(one)))
      ? picks.filter((one) => chosen.includes(one)) : undefined;
  }
  if (entry === "number") {
    return isNumber || (question.percent && isShare(raw)) ? numberIn(text, question).digits : undefined;
  }
  if (entry === "shares") {
    if (!isObject(raw) || Object.keys(raw).some((part) => !parts.includes(part))) return undefined;
    const given = parts.map((part) => raw[part]);
    return given.every(isShare) ? sharesIn(question, given.map(textOf), parts).value : undefined;
  }
  if (typeof text !== "string") return undefined;
  return entry === "day" ? (isDay(text) ? text : undefined) : text.replace(/[\r\n]+$/, "");
}

const LONG_FORM = ["answer", "evidence", "note", "not_applicable", "other", "exempt"];

/* The answer that a file gives to a question; null where the program would refuse it. */
function answerFrom(question, raw) {
  const long = isObject(raw) ? raw : { answer: raw };
  if (Object.keys(long).some((name) => !LONG_FORM.includes(name))) return null;
  const made = {}, given = textOf(long.answer);
  const empty = given === null || given === undefined || (typeof given === "string" && isBlank(given));
  if (given === "dont-know") made.unknown = true;
  else if (!empty) {
    made.value = valueFrom(question, long.answer);
    if (made.value === undefined) return null;
  }
  for (const [name, field] of [["evidence"], ["note"], ["other"], ["not_applicable", "reason"]]) {
    const text = textOf(long[name]);
    if (text === undefined || text === null) continue;
    if (typeof text !== "string") return null;
    if (!isBlank(text)) made[field || name] = text.replace(/[\r\n]+$/, "");
    else if (name === "not_applicable") return null;
  }
  if (made.reason !== undefined && (!question.applies_not || !empty)) return null;
  if (made.other !== undefined && !takesText(question, made.value)) return null;
  if (![undefined, null, true, false].includes(long.exempt)) return null;
  if (long.exempt) made.exempt = true;
  return made;
}

/* What stands beside an answer that is none: it is there still when the answer is given anew. */
function besideFrom(question, raw) {
  const { evidence, note, exempt } = isObject(raw) ? raw : {};
  return answerFrom(question, { evidence, note, exempt }) || {};
}

function takesText(question, value) {
  return question.other !== undefined && [].concat(value).includes(question.other);
}

/* An answer for a file: short where it is a value alone. Undefined where nothing was said. */
function plain(question, { value, unknown, other, evidence, note, reason, exempt }) {
  let said = unknown ? "dont-know" : value;
  if (value !== undefined && ["level", "number"].includes(question.entry)) said = new Digits(value);
  const given = { other, evidence, note, not_applicable: reason, exempt };
  const beside = Object.fromEntries(Object.entries(given).filter(([, text]) => text !== undefined));
  if (Object.keys(beside).length === 0 && !isObject(said)) return said;
  return said === undefined ? beside : { answer: said, ...beside };
}

/* ---- JSON. Numbers are read and written by their digits, and a key that stands twice is told. ---- */

const MARK = "\u0000";
const TOKENS = /"(?:[^"\\]|\\.)*"(\s*:)?|-?[0-9][-+.0-9eE]*/g;

function fromJson(text) {
  let keys = 0, found = 0;
  const marked = text.replace(TOKENS, (token, colon) => {
    if (colon) keys += 1;
    if (token.includes("\\u0000")) throw new SyntaxError("a sign that no text may hold");
    if (token.startsWith('"')) return token;
    JSON.parse(token); // what is no number ends here
    return JSON.stringify(MARK + token);
  });
  const made = JSON.parse(marked, (key, value) => {
    if (isObject(value)) found += Object.keys(value).length;
    return typeof value === "string" && value.startsWith(MARK) ? new Digits(value.slice(1)) : value;
  });
  if (keys !== found) throw new RangeError("twice");
  return made;
}

function toJson(value, line = "\n") {
  const inner = `${line}  `;
  if (value instanceof Digits) return value.text;
  if (Array.isArray(value)) return `[${value.map((one) => toJson(one, inner)).join(", ")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const pairs = Object.entries(value).map(([key, one]) => `${inner}${JSON.stringify(key)}: ${toJson(one, inner)}`);
  return pairs.length ? `{${pairs.join(",")}${line}}` : "{}";
}

// Fills in a form of SurveyJS with each document in turn: node surveyjs.mjs JOB.json
// Prints how long all took, and for each which questions are visible and what was summed.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const job = JSON.parse(readFileSync(process.argv[2], "utf8"));
const { Model } = createRequire(job.folder + "/")("survey-core");
const lines = readFileSync(job.documents, "utf8").trim().split("\n");
const now = () => Number(process.hrtime.bigint()) / 1e9;

const model = new Model(job.form);
const questions = model.getAllQuestions();

function filledIn(line) {
  model.data = JSON.parse(line);
  return {
    visible: questions.filter((question) => question.isVisible).map((question) => question.name),
    sums: Object.fromEntries(model.calculatedValues.map((value) => [value.name, value.value])),
  };
}

lines.slice(0, job.warm).forEach(filledIn);
const started = now();
const results = lines.map(filledIn);
process.stdout.write(JSON.stringify({ seconds: now() - started, results }));

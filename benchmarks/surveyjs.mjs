// Scores documents with SurveyJS's engine: node surveyjs.mjs JOB.json, from a folder where survey-core is installed.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const job = JSON.parse(readFileSync(process.argv[2], "utf8"));
const { ExpressionRunner, Model } = createRequire(job.folder + "/")("survey-core");
const lines = readFileSync(job.answers, "utf8").trim().split("\n");
const now = () => Number(process.hrtime.bigint()) / 1e9;

function byRunner() {
  const runners = job.expressions.map((text) => new ExpressionRunner(text));
  return lines.map((line) => {
    const values = JSON.parse(line);
    let result;
    for (let i = 0; i < runners.length; i++) {
      result = runners[i].runValues ? runners[i].runValues(values) : runners[i].run(values);
      values[job.names[i]] = result;
    }
    return result;
  });
}

function byModel() {
  const model = new Model(job.form);
  return lines.map((line) => {
    model.data = JSON.parse(line);
    return model.calculatedValues[job.names.length - 1].value;
  });
}

const run = job.way === "runner" ? byRunner : byModel;
run();
const started = now();
const results = run();
process.stdout.write(JSON.stringify({ seconds: now() - started, results }));

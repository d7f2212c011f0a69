import { synthesizeExamples } from './mutation/examples';
import { measure } from './mutation/measure';
import { mutantsOf } from './mutation/mutants';
import { percent, printOutcomes, shareNoticed, TARGET } from './mutation/report';

// Weakens the examples in one place at a time, and counts how much of it the checks and the diff notice.
const start = process.hrtime.bigint();
const examples = synthesizeExamples().map((example) => ({ example, mutants: mutantsOf(example.template) }));
const outcomes = examples.flatMap(({ example, mutants }) => measure(example, mutants.filter(({ leftOut }) => leftOut === undefined)));
printOutcomes(outcomes, examples.flatMap(({ mutants }) => mutants.filter(({ leftOut }) => leftOut !== undefined)));

const seconds = Number(process.hrtime.bigint() - start) / 1e9;
const share = shareNoticed(outcomes);
const met = share >= TARGET;
console.log(`\n${outcomes.length} mutants in ${seconds.toFixed(0)} s; the checks notice ${percent(share)}; target ${percent(TARGET)}: ${met ? 'met' : 'MISSED'}`);
process.exitCode = met ? 0 : 1;

import 'reflect-metadata';
import { runProgram } from './program';

void runProgram(process.argv.slice(2), process).then((status) => {
  process.exitCode = status;
});

import '../terminal/sdk-warnings.ts';
import { runCommand } from '../terminal/run-command.ts';
import { createDoctorCommand } from './doctor/doctor-command.ts';
import { COULD_NOT } from './doctor/doctor-options.ts';

await runCommand(createDoctorCommand(), process.argv, undefined, COULD_NOT);

import '../terminal/sdk-warnings.ts';
import { runCommand } from '../terminal/run-command.ts';
import { COULD_NOT_LOOK, createDoctorCommand } from './doctor/doctor-command.ts';

await runCommand(createDoctorCommand(), process.argv, undefined, COULD_NOT_LOOK);

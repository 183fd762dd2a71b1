import process from 'node:process';
import { buildTestPlan, drive, iterations } from './test-plan.ts';

/** Run as a process of its own, because extra certificates are read only when Node starts; it must also end by itself. */
const { outcomes, result } = await drive(buildTestPlan({ load: iterations(3, 12) }), process.argv[2] ?? '');
process.stdout.write(JSON.stringify({ outcomes, ended: result.ended }));

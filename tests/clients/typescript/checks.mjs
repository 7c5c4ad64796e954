// Counts what a scenario saw: one line a check on standard output.
import { isDeepStrictEqual } from 'node:util';

export class Checks {
  failed = 0;

  same(name, got, want) {
    if (isDeepStrictEqual(got, want)) {
      console.log(`ok ${name}`);
    } else {
      this.fail(name, `got ${JSON.stringify(got)}, want ${JSON.stringify(want)}`);
    }
  }

  fail(name, why) {
    this.failed += 1;
    console.log(`FAIL ${name}: ${why}`);
  }

  // Several checks of one thing: what throws in them fails it, and the scenario goes on.
  async of(name, checks) {
    try {
      await checks();
    } catch (error) {
      this.fail(name, `threw ${error?.stack ?? JSON.stringify(error)}`);
    }
  }

  // The client reports the status of a refusal to its exception filter only.
  async refused(name, client, call, want) {
    let status;
    client.exceptionFilter = response => { status = response?.status; };
    try {
      this.fail(name, `was answered ${JSON.stringify(await call())}`);
    } catch (error) {
      const { errorCode, message, errors, meta } = error.responseStatus ?? {};
      const got = { status, errorCode, message, meta, fields: errors?.map(field => [field.fieldName, field.errorCode]) };
      const given = Object.fromEntries(Object.keys(want).map(key => [key, got[key]]));
      this.same(name, given, want);
    } finally {
      client.exceptionFilter = undefined;
    }
  }

  done() {
    process.exitCode = this.failed ? 1 : 0;
  }
}

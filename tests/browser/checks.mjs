// One line a check, the count at the end.
export class Checks {
  #failed = 0;
  #passed = 0;
  #part = '';

  // Runs a part; one that breaks off has failed.
  async of(part, work) {
    this.#part = part;
    try {
      await work();
    } catch (error) {
      this.#report(false, 'broke off', error.stack ?? String(error));
    }
  }

  same(name, got, expected) {
    const [found, wanted] = [JSON.stringify(got), JSON.stringify(expected)];
    this.#report(found === wanted, name, `got ${found}, expected ${wanted}`);
  }

  holds(name, text, part) {
    const holds = part instanceof RegExp ? part.test(text) : text.includes(part);
    this.#report(holds, name, `no ${part} in ${text.slice(0, 2000)}`);
  }

  #report(passed, name, otherwise) {
    if (passed) this.#passed += 1; else this.#failed += 1;
    console.log(passed ? `ok ${this.#part}: ${name}` : `FAIL ${this.#part}: ${name}: ${otherwise}`);
  }

  // The end: a run that checked nothing has failed, too.
  done() {
    console.log(`${this.#passed} passed, ${this.#failed} failed`);
    process.exitCode = this.#failed === 0 && this.#passed > 0 ? 0 : 1;
  }
}

// Swagger UI: Try it out of both APIs.

export async function swaggerScenarios(visitors) {
  const { checks } = visitors;

  const block = (page, operation) => page.locator(`.opblock[id$="-${operation.replaceAll('.', '\\\\.')}"]`);
  // Operations lie folded below their tags.
  const unfold = async (page, operation) => {
    await page.locator('.opblock-tag').first().waitFor();
    const folded = page.locator('.opblock-tag[data-is-open="false"]');
    while (await folded.count() && !(await block(page, operation).count())) await folded.first().click();
    await block(page, operation).waitFor();
  };
  const open = async (page, operation) => {
    const own = block(page, operation);
    await unfold(page, operation);
    await own.scrollIntoViewIfNeeded();
    if (!(await own.getAttribute('class')).includes('is-open')) await own.locator('.opblock-summary-control').click();
    await own.locator('.execute').waitFor();
    return own;
  };
  // Sends a body, or as it stands, and gives status and text of what came.
  const execute = async (page, operation, body) => {
    const own = await open(page, operation);
    if (body !== undefined) await own.locator('textarea.body-param__text').fill(typeof body === 'string' ? body : JSON.stringify(body));
    await own.locator('.execute').click();
    const live = own.locator('.live-responses-table tbody .response-col_status').first();
    await live.waitFor();
    await page.waitForTimeout(300);
    return { status: (await live.innerText()).trim().split(/\s/)[0], text: await own.locator('.live-responses-table').innerText() };
  };
  for (const screen of ['desktop', 'phone']) {
    await visitors.visit(`Swagger UI, ApexERPHost, ${screen}`, { screen }, async (visitor, page) => {
      await page.goto('/swagger-ui/');
      const signedIn = await execute(page, 'Authenticate_Post', { provider: 'credentials', UserName: 'demo', Password: 'demo' });
      checks.same('login', signedIn.status, '200');
      const prefix = screen === 'desktop' ? 'SW' : 'SX';
      const added = await execute(page, 'AddCoupons', { CodeFrom: 1, CodeTo: 2, CodeLength: 2, Type: 7, Prefix: prefix, ExpDate: '2090-01-02' });
      checks.holds('AddCoupons', added.text, /"Inserted": 2/);
      const activated = await execute(page, 'ActivateCoupon', { CouponType: 7, Prefix: prefix });
      checks.holds('ActivateCoupon', activated.text, `"Code": "${prefix}01"`);
      await visitor.picture('swagger-apex', block(page, 'ActivateCoupon'));
    });

    await visitors.visit(`Swagger UI, MIKO, ${screen}`, { screen }, async (visitor, page) => {
      await page.goto('/swagger-ui/');
      const choice = page.locator('.topbar select');
      await choice.waitFor();
      const names = await choice.locator('option').allTextContents();
      checks.same('both are offered', names.length >= 2, true);
      await choice.selectOption({ label: names.find(name => /REST API/.test(name)) });
      await page.getByText('MikoLicense').first().waitFor();
      const operation = 'generate.coupons';
      // The example of the document stands in the body already.
      const generated = await execute(page, operation);
      checks.same("the seed's example", generated.status, '200');
      checks.holds('codes come', generated.text, /"MIKOUPD(-[A-Z0-9]{5}){4}"/);
      await visitor.picture('swagger-miko', block(page, operation));
    });
  }
}

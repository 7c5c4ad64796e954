// The API console at /ui.
import { execFileSync } from 'node:child_process';

export async function consoleScenarios(visitors) {
  const { checks } = visitors;

  const signIn = async page => {
    await page.getByLabel('User name').fill('demo');
    await page.getByLabel('Password').fill('demo');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Signed in as').waitFor();
  };
  const send = async page => {
    const answered = page.waitForResponse(response => response.request().method() === 'POST');
    await page.getByRole('button', { name: 'Send' }).click();
    await answered;
    await page.locator('#answer .status, #answer .fault').waitFor();
  };
  const status = page => page.locator('#answer .status').textContent();
  const answer = page => page.locator('#answer-bytes').textContent();
  const request = page => page.locator('#request-bytes').textContent();

  await visitors.visit('console, refused and signed in', {}, async (visitor, page) => {
    await page.goto('/ui');
    await page.getByLabel('Search operations').fill('activate');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/ui/ActivateCoupon');
    await send(page);
    checks.same('nobody is refused', await status(page), '401 Unauthorized');
    await page.getByLabel('User name').fill('demo');
    await page.getByLabel('Password').fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    checks.holds('a wrong password', await page.getByRole('alert').textContent(), 'Wrong user name or password');
    await signIn(page);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
  });

  await visitors.visit('console, coupons', {}, async (visitor, page) => {
    await page.goto('/ui/AddCoupons');
    await signIn(page);
    for (const [name, text] of [['CodeFrom', '1'], ['CodeTo', '3'], ['CodeLength', '3'], ['Type', '7'], ['Prefix', 'UI'], ['ExpDate', '2090-01-02T03:04:05']]) {
      await page.locator('.field', { has: page.getByText(name, { exact: true }) }).locator('input').fill(text);
    }
    await page.getByLabel('Body', { exact: true }).selectOption('jsv');
    await send(page);
    checks.same('AddCoupons', await status(page), '200 OK');
    checks.holds('its JSV request', await request(page), '{CodeFrom:1,Type:7,ExpDate:2090-01-02T03:04:05+00:00,CodeTo:3,Prefix:UI,CodeLength:3}');
    checks.holds('its JSV answer', await answer(page), /\{lastInsertedId:\d+,Inserted:3,Omitted:0,Omittedlist:"",Error:0\}/);
    await visitor.look('add-coupons-sent');

    await page.goto('/ui/ActivateCoupon?CouponType=7&Prefix=UI');
    await send(page);
    checks.same('ActivateCoupon in JSON', await status(page), '200 OK');
    const sent = await request(page);
    checks.holds('request line', sent, 'PUT /Coupons/Activate HTTP/1.1');
    checks.holds('request body', sent, /\{"CouponType":7,"Prefix":"UI"\}$/);
    checks.holds('status line', await answer(page), /^HTTP\/1\.1 200 OK\n/);
    checks.holds('answer', await answer(page), '"Code":"UI001","CouponType":7');
    checks.holds('timing', await page.locator('#answer .time').textContent(), /^first byte [\d.]+ ms, all [\d.]+ ms$/);
    checks.holds('hex', await page.locator('#answer pre', { hasText: '00000000' }).textContent(), '48 54 54 50 2f 31 2e 31');

    await page.getByLabel('Body', { exact: true }).selectOption('jsv');
    await page.getByText('content-type: application/jsv', { exact: false }).or(page.getByText('Content-Type: application/jsv', { exact: false })).first().waitFor();
    await send(page);
    checks.holds('ActivateCoupon in JSV', await answer(page), /\{Result:\{Id:\d+,Code:UI002,CouponType:7,/);
    checks.holds('laid out', await page.locator('#laid-out').textContent(), 'Code: UI002');

    await page.getByText('curl', { exact: true }).click();
    await page.locator('[data-copy="copy-0"]').click();
    const command = await page.evaluate(() => navigator.clipboard.readText());
    checks.holds('the copied command does the same', execFileSync('sh', ['-c', `${command} -s`]).toString(), 'Code:UI003');
  });

  await visitors.visit('console, faults', {}, async (visitor, page) => {
    await page.goto('/ui/ActivateCoupon?CouponType=many');
    await signIn(page);
    await page.locator('[id="v.0"]').fill('many');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.locator('.fault').first().waitFor();
    checks.same('a bad number is reported at its field', await page.evaluate(() => document.activeElement.id), 'v.0');
    checks.same('and nothing is sent', await page.locator('#answer').textContent(), 'AnswerNothing was sent yet.');
    await page.locator('[id="v.0"]').fill('');
    await send(page);
    checks.same('the host refuses what it misses', await status(page), '400 NotEmpty');
  });

  await visitors.visit('console, nested', {}, async (visitor, page) => {
    await page.goto('/ui/SavePOSUserRoles');
    await page.getByRole('button', { name: 'Add' }).first().click();
    await page.getByRole('button', { name: 'Remove' }).waitFor();
    await page.locator('.item input').first().fill('no Guid');
    await page.getByRole('button', { name: 'Add' }).first().click();
    await page.locator('.item .fault').waitFor();
    await page.locator('.item input').first().fill('0123456789abcdef0123456789abcdef');
    await page.getByRole('button', { name: 'Remove' }).nth(1).click();
    await page.locator('.item .fault').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Add' }).first().click();
    await page.getByRole('button', { name: 'Remove' }).nth(1).waitFor();
    checks.same('two items', await page.getByRole('button', { name: 'Remove' }).count(), 2);
    await page.getByRole('button', { name: 'Remove' }).nth(1).click();
    await page.getByRole('button', { name: 'Remove' }).nth(1).waitFor({ state: 'detached' });
    checks.holds('one is left in the request', await request(page), '{"Roles":["0123456789abcdef0123456789abcdef"]}');
    await visitor.look('nested');
  });

  await visitors.visit('console, without scripts', { script: false }, async (visitor, page) => {
    await page.goto('/ui/ActivateCoupon');
    await signIn(page);
    await page.locator('[id="v.0"]').fill('9');
    await page.locator('[id="v.1"]').fill('NONE');
    await page.getByRole('button', { name: 'Send' }).click();
    checks.same('it is sent all the same', await status(page), '404 NotFound');
    await page.getByText('Raw text').click();
    await page.getByRole('button', { name: "Take the form's" }).click();
    checks.same('raw text', await page.getByLabel('Raw text of the body').inputValue(), '{"CouponType":9,"Prefix":"NONE"}');
    await page.getByLabel('Raw text of the body').fill('{"CouponType":9,"Prefix":');
    await page.getByRole('button', { name: 'Send' }).click();
    checks.holds('broken text is sent as it is', await request(page), /\{"CouponType":9,"Prefix":$/);
  });

  for (const screen of ['desktop', 'phone']) {
    for (const colors of ['light', 'dark']) {
      await visitors.visit(`console, ${screen}, ${colors}`, { screen, colors }, async (visitor, page) => {
        await page.goto('/ui');
        await visitor.look('console-index');
        await page.goto('/ui/ActivateCoupon?CouponType=1&Prefix=AB');
        await signIn(page);
        await page.locator('[id="v.0"]').fill('1');
        await page.locator('[id="v.1"]').fill('AB');
        await send(page);
        await visitor.look('console');
      });
    }
  }
}

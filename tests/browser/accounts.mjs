// Somebody with an account: a person with the pages of a host, and a single-page application of another origin.
import { pageServer, startHost } from './apart.mjs';

const PICTURE = { name: 'cat.png', mimeType: 'image/png', buffer: Buffer.from('a picture of a cat') };

// A page whose form posts a file to the host.
const form = host => `<!doctype html><html lang="en"><title>Upload</title><h1>Upload</h1>
<form method="post" enctype="multipart/form-data" action="${host}/pictures">
  <label>Title <input name="Title"></label> <label>Picture <input type="file" name="Picture"></label>
  <button>Upload</button>
</form>
<p><a href="${host}/uploads/pictures/cat.png">The picture</a></p></html>`;

// A page that calls the host by script, with cookies.
const application = '<!doctype html><html lang="en"><title>Album</title><h1>Album</h1></html>';

export async function accountScenarios(visitors) {
  const { binary } = visitors;

  const page = await pageServer(application);
  const other = await pageServer(application);
  const cors = ['--cors', `["${page.origin}"]`];
  const byTokens = ['--jwt-secret', 'a secret of the browser, long enough for HS256'];
  const byIdentity = ['--identity', '--jwt-issuer', 'album', '--jwt-audience', 'pages'];
  const hosts = {
    sessions: await startHost(binary, 'album', ...cors),
    tokens: await startHost(binary, 'album', ...cors, ...byTokens),
    'ASP.NET Core Identity': await startHost(binary, 'album', ...cors, ...byTokens, ...byIdentity),
  };
  const upload = await pageServer(form(hosts.sessions.url));
  try {
    await person(visitors, hosts.sessions.url, upload.origin);
    for (const [kind, host] of Object.entries(hosts)) {
      await singlePage(visitors, kind, { host: host.url, page: page.origin, other: other.origin });
    }
  } finally {
    for (const one of [page, other, upload, ...Object.values(hosts)]) one.close();
  }
}

async function person(visitors, host, upload) {
  const { checks } = visitors;
  await visitors.visit('a person signs in, uploads, downloads, signs out', { friends: [host, upload] }, async (visitor, page) => {
    await page.goto(`${host}/album`);
    checks.same('who is not signed in lands at the login page', new URL(page.url()).pathname, '/login');
    await page.getByLabel('User name').fill('mia');
    await page.getByLabel('Password').fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForLoadState();
    checks.holds('a wrong password is said', await page.locator('main').innerText(), 'Invalid Username or Password');
    visitor.forgive(/status of 401/);
    await page.goto(`${host}/login?redirect=%2falbum`);
    await page.getByLabel('User name').fill('mia');
    await page.getByLabel('Password').fill('mia');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/album');
    checks.holds('and back', await page.locator('body').innerText(), 'mia');
    await visitor.picture('accounts-signed-in');

    await page.goto(upload);
    await page.getByLabel('Title').fill('A cat');
    await page.getByLabel('Picture').setInputFiles(PICTURE);
    await page.getByRole('button', { name: 'Upload' }).click();
    await page.waitForURL('**/pictures');
    const told = await page.locator('body').innerText();
    checks.same('uploaded', ['A cat', '/uploads/pictures/cat.png'].filter(part => !told.includes(part)), []);
    await visitor.picture('accounts-uploaded');

    await page.goto(upload);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'The picture' }).click()]);
    const chunks = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk);
    checks.same('downloaded', [download.suggestedFilename(), Buffer.concat(chunks).toString()], ['cat.png', 'a picture of a cat']);

    await page.goto(`${host}/auth/logout`);
    await page.goto(`${host}/album`);
    checks.same('signed out', new URL(page.url()).pathname, '/login');
    const refused = await page.request.get(`${host}/uploads/pictures/cat.png`, { headers: { Accept: 'application/json' } });
    checks.same('nothing to download any more', refused.status(), 401);
  });
}

// Calls from within the page, as its script makes them: status and body, or that the browser refused.
const call = (page, host, path, options = {}) => page.evaluate(async ([url, { file, ...options }]) => {
  if (file) {
    options.body = new FormData();
    options.body.append('Title', 'A cat');
    options.body.append('Picture', new File([file], 'cat.png', { type: 'image/png' }));
  }
  try {
    const answer = await fetch(url, { credentials: 'include', ...options, headers: { Accept: 'application/json', ...options.headers } });
    const text = await answer.text();
    return { status: answer.status, body: text.startsWith('{') ? JSON.parse(text) : text };
  } catch (error) {
    return { status: 0, body: String(error) };
  }
}, [`${host}${path}`, options]);
const json = body => ({ method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
const signIn = json({ userName: 'mia', password: 'mia' });

async function singlePage(visitors, kind, { host, page: origin, other }) {
  const { checks } = visitors;
  const name = `a single-page application, ${kind}`;
  await visitors.visit(name, { friends: [host, origin, other] }, async (visitor, page) => {
    await page.goto(origin);
    const cookies = async () => (await page.context().cookies(host)).filter(cookie => cookie.value);
    const named = async cookie => (await cookies()).find(known => known.name === cookie);
    checks.same('nobody', (await call(page, host, '/album')).status, 401);
    checks.same('a wrong password', (await call(page, host, '/auth/credentials', json({ userName: 'mia', password: 'x' }))).status, 401);
    const signedIn = await call(page, host, '/auth/credentials', signIn);
    checks.same('signed in', [signedIn.status, signedIn.body.userName], [200, 'mia']);
    checks.same('tokens are not for scripts', [signedIn.body.bearerToken, await page.evaluate(() => document.cookie.includes('ss-tok'))], [undefined, false]);
    checks.same('protected', await call(page, host, '/album'), { status: 200, body: { owner: 'mia' } });
    checks.same('an upload', (await call(page, host, '/pictures', { method: 'POST', file: 'a picture of a cat' })).body, { title: 'A cat', picture: '/uploads/pictures/cat.png' });
    checks.same('a download', await call(page, host, '/uploads/pictures/cat.png'), { status: 200, body: 'a picture of a cat' });

    if (kind !== 'sessions') {
      const token = await named('ss-tok');
      checks.same('the token is in a cookie', [token.httpOnly, token.sameSite], [true, 'Lax']);
      await page.context().addCookies([{ ...token, value: `${token.value.slice(0, -4)}AAAA` }]);
      checks.same('a token that is good no more is renewed', (await call(page, host, '/album')).status, 200);
      checks.same('by another one', (await named('ss-tok')).value.endsWith('AAAA'), false);
      checks.same('and when the page asks', (await call(page, host, '/api/GetAccessToken', json({}))).status, 200);
    }

    await page.goto(other);
    const stranger = await call(page, host, '/album');
    checks.same('a page of another origin sees nothing', [stranger.status, stranger.body], [0, 'TypeError: Failed to fetch']);
    const posted = await call(page, host, '/auth/credentials', signIn);
    checks.same('nor may it send JSON', posted.status, 0);
    await page.goto(origin);

    const out = await call(page, host, '/auth/logout', { method: 'POST' });
    checks.same('signed out', [out.status, (await cookies()).filter(({ name }) => /^(ss-tok|ss-reftok|ss-id|\.AspNetCore)/.test(name) && kind !== 'sessions')], [200, []]);
    checks.same('nobody again', (await call(page, host, '/album')).status, 401);
    visitor.forgive(/status of 401|CORS policy|ERR_FAILED/);
  });
}

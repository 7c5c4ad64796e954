// npm @servicestack/client and accounts by settings alone, the host tests/clients/hosts/members: node tokens.mjs KIND BASE_URL
//
// KIND: cookies (tokens in cookies, as hosts of 6 and later have them), body (UseTokenCookie off), identity (ASP.NET Core
// Identity with endpoint routing), keys (ApiKeysFeature).
import { createHmac } from 'node:crypto';
import { request } from 'node:http';

import { JsonServiceClient } from '@servicestack/client';
import { Checks } from './checks.mjs';
import { operation } from './dtos.mjs';
import * as own from './dtos.mjs';

const [kind, baseUrl] = process.argv.slice(2);
const names = ['Hello', 'Secured', 'TestAuth', 'ForManagers', 'ForAdmins', 'ByKey', 'Join', 'GetAccessToken', 'ConvertSessionToToken'];
const dto = { ...own, ...Object.fromEntries(names.map(name => [name, operation(name)])) };
const checks = new Checks();
const SECRET = 'a secret of the scenarios, long enough for HS256';
const hasIdentity = kind === 'identity';

const newClient = () => new JsonServiceClient(baseUrl);
const credentials = { provider: 'credentials', userName: 'mia', password: 'p@55wOrd' };

async function signedIn(userName = 'mia') {
  const client = newClient();
  const user = await client.post(new dto.Authenticate({ ...credentials, userName }));
  return { client, user };
}

const part = value => Buffer.from(JSON.stringify(value)).toString('base64url');

// A token as an identity server of one's own signs it.
function signed(claims, { typ = 'JWT', secret = SECRET } = {}) {
  const issued = hasIdentity ? { iss: 'members', aud: 'tills' } : {};
  const message = `${part({ alg: 'HS256', typ })}.${part({ ...issued, exp: soon(), ...claims })}`;
  return `${message}.${createHmac('sha256', secret).update(message).digest('base64url')}`;
}

const soon = () => Math.floor(Date.now() / 1000) + 3600;
const past = () => Math.floor(Date.now() / 1000) - 3600;
const bearing = (token, refreshToken) => Object.assign(newClient(), { bearerToken: token, refreshToken });
const allowed = async (client, request) => (await client.api(request)).succeeded;
const expired = () => signed({ sub: 1, preferred_username: 'mia', exp: past() });

// A client that has forgotten its access token's end: a cookie that is good no more.
async function withStaleCookie() {
  const { client } = await signedIn();
  client.cookies['ss-tok'].value = expired();
  return client;
}

async function signIn() {
  const { client, user } = await signedIn();
  checks.same('user', [user.userName, user.bearerToken === undefined, user.refreshToken === undefined], ['mia', kind !== 'body', kind !== 'body']);
  checks.same('protected', await allowed(client, new dto.Secured()), true);
  checks.same('role', [await allowed(client, new dto.ForManagers()), await allowed(client, new dto.ForAdmins())], [true, false]);
  if (kind === 'body') {
    checks.same('a refresh token', [user.refreshToken?.split('.').length, /Date|T/.test(user.refreshTokenExpiry)], [3, true]);
    checks.same('bearer', await allowed(bearing(user.bearerToken), new dto.Secured()), true);
  } else {
    checks.same('cookies', ['ss-tok', 'ss-reftok'].map(name => !!client.cookies[name]?.value), [true, true]);
    checks.same('the client uses them', client.useTokenCookie, true);
    checks.same('a copy of the token as bearer', await allowed(bearing(client.cookies['ss-tok'].value), new dto.Secured()), true);
  }
  const wrong = newClient();
  await checks.refused('wrong password', wrong, () => wrong.post(new dto.Authenticate({ ...credentials, password: 'x' })),
    { status: 401, errorCode: 'Unauthorized', message: 'Invalid Username or Password' });
}

async function claims() {
  const somebody = { sub: '4e3d0b0e', preferred_username: 'zoe', name: 'Zoe of Elsewhere', email: 'zoe@example.org' };
  const zoe = bearing(signed(somebody));
  checks.same('a user whom nobody listed', await allowed(zoe, new dto.Secured()), true);
  const session = await zoe.post(new dto.Authenticate());
  checks.same('names are those of the token', [session.userId, session.userName, session.displayName], ['4e3d0b0e', 'zoe', 'Zoe of Elsewhere']);
  await checks.refused('roles as well', zoe, () => zoe.post(new dto.ForManagers()), { status: 403 });
  checks.same('a role', await allowed(bearing(signed({ ...somebody, roles: ['Manager'] })), new dto.ForManagers()), true);
  const admin = bearing(signed({ ...somebody, roles: ['Admin'] }));
  checks.same('an administrator', [await allowed(admin, new dto.ForAdmins()), await allowed(admin, new dto.ForManagers())], [true, !hasIdentity]);
  checks.same('a number as id', await allowed(bearing(signed({ ...somebody, sub: 99 })), new dto.TestAuth()), true);
}

async function badTokens() {
  const refusals = hasIdentity
    ? { expired: { status: 401, errorCode: '401' }, forged: { status: 401, errorCode: '401' } }
    : { expired: { status: 401, errorCode: 'TokenException', message: 'Token has expired' }, forged: { status: 401, errorCode: '401' } };
  const late = bearing(expired());
  await checks.refused('expired', late, () => late.post(new dto.Secured()), refusals.expired);
  const forged = bearing(signed({ sub: 1 }, { secret: 'another secret' }));
  await checks.refused('forged', forged, () => forged.post(new dto.Secured()), refusals.forged);
  const unsigned = bearing(`${part({ alg: 'none' })}.${part({ sub: 1, roles: ['Admin'] })}.`);
  checks.same('unsigned', await allowed(unsigned, new dto.ForAdmins()), false);
  if (!hasIdentity) {
    await checks.refused('to a validate attribute', late, () => late.post(new dto.TestAuth()),
      { status: 401, errorCode: 'Unauthorized', message: 'Not Authenticated' });
  }
}

async function refresh() {
  const { client, user } = await signedIn();
  const refreshToken = user.refreshToken ?? client.cookies['ss-reftok'].value;
  if (kind !== 'body') {
    const stale = await withStaleCookie();
    const before = stale.cookies['ss-tok'].value;
    checks.same('a stale cookie beside a good one', await allowed(stale, new dto.Secured()), true);
    checks.same('is renewed', stale.cookies['ss-tok'].value !== before, true);
    checks.same('asked for', await allowed(stale, new dto.GetAccessToken()), true);
  } else {
    const given = await newClient().post(new dto.GetAccessToken({ refreshToken }));
    checks.same('asked for', await allowed(bearing(given.accessToken), new dto.Secured()), true);
  }
  if (!hasIdentity) {
    const late = bearing(expired(), refreshToken);
    if (kind !== 'body') late.useTokenCookie = true;
    checks.same('by the client itself', await allowed(late, new dto.Secured()), true);
    const seen = [];
    const again = Object.assign(bearing(expired(), refreshToken), { urlFilter: url => seen.push(new URL(url).pathname) });
    if (kind !== 'body') again.useTokenCookie = true;
    await again.post(new dto.Secured());
    checks.same('and sent again', seen, ['/api/Secured', '/api/Secured']);
  }
}

async function badRefresh() {
  const bad = refreshToken => () => newClient().post(new dto.GetAccessToken({ refreshToken }));
  if (hasIdentity) {
    await checks.refused('unknown', newClient(), bad('Invalid.Refresh.Token'), { errorCode: 'NotFound', message: 'User does not exist' });
    await checks.refused('none', newClient(), bad(undefined), { errorCode: 'Forbidden', message: 'RefreshToken is Invalid' });
    return;
  }
  await checks.refused('no base64', newClient(), bad('Invalid.Refresh.Token'), { errorCode: 'ArgumentException', message: 'Illegal base64url string!' });
  await checks.refused('none', newClient(), bad(undefined), { errorCode: 'ArgumentNullException', fields: [['refreshToken', 'ArgumentNullException']] });
  const late = signed({ sub: 1, exp: past() }, { typ: 'JWTR' });
  await checks.refused('expired', newClient(), bad(late), { errorCode: 'TokenException', message: 'Token has expired' });
  const gone = signed({ sub: 4711 }, { typ: 'JWTR' });
  await checks.refused('of nobody', newClient(), bad(gone), { errorCode: 'NotFound', message: 'User does not exist' });
  for (const [name, refreshToken, code] of [['invalid', 'Invalid.Refresh.Token', 'ArgumentException'], ['expired', late, 'TokenException']]) {
    const client = bearing(expired(), refreshToken);
    let type;
    try { await client.post(new dto.Secured()); } catch (error) { type = [error.type, error.responseStatus?.errorCode]; }
    checks.same(`the client is told of ${name}`, type, ['RefreshTokenException', code]);
  }
}

async function askedAgain() {
  const client = newClient();
  let asked = 0;
  client.onAuthenticationRequired = async () => { asked += 1; await client.post(new dto.Authenticate(credentials)); };
  checks.same('signs in when asked', [await allowed(client, new dto.Secured()), asked], [true, 1]);
}

async function conversion() {
  const { client } = await signedIn();
  const answer = await client.post(new dto.ConvertSessionToToken({ preserveSession: true }));
  checks.same('a token for the session', [answer.responseStatus, !!client.cookies['ss-tok']?.value], [undefined, true]);
  checks.same('which is good', await allowed(bearing(client.cookies['ss-tok'].value), new dto.ForManagers()), true);
}

async function signOut() {
  const { client } = await signedIn();
  await client.post(new dto.Authenticate({ provider: 'logout' }));
  client.enableAutoRefreshToken = false;
  checks.same('signed out', await allowed(client, new dto.Secured()), false);
}

// Basic at the operation Authenticate itself, which is where the client sends it.
async function basic() {
  const client = newClient();
  client.setCredentials('mia', 'p@55wOrd');
  checks.same('protected', await allowed(client, new dto.Secured()), true);
  for (const verb of ['get', 'post']) {
    checks.same(`${verb} of the session`, (await client[verb](new dto.Authenticate())).userName, 'mia');
  }
}

async function keys() {
  const client = bearing('ak-of-mia-0123456789');
  checks.same('as bearer', await allowed(client, new dto.ByKey()), true);
  const header = newClient();
  header.headers.set('X-Api-Key', 'ak-of-mia-0123456789');
  checks.same('in a header', await allowed(header, new dto.ByKey()), true);
  await checks.refused('none', newClient(), () => newClient().post(new dto.ByKey()), { errorCode: 'Unauthorized', message: 'Invalid API Key' });
  const wrong = bearing('ak-of-nobody-0123456789');
  await checks.refused('wrong', wrong, () => wrong.post(new dto.ByKey()), { status: 401, message: 'Invalid API Key' });
  checks.same('signs in', await allowed(client, new dto.Secured()), kind !== 'keys');
}

async function rules() {
  const stranger = newClient();
  const join = members => new dto.Join(members);
  const notSignedIn = hasIdentity ? { status: 401 } : { status: 401, errorCode: 'Unauthorized', message: 'Not Authenticated' };
  await checks.refused('who calls comes first', stranger, () => stranger.post(join({})), notSignedIn);
  const { client } = await signedIn();
  await checks.refused('all that is broken', client, () => client.post(join({ name: '', age: 0, email: 'x', code: 'abcd' })), {
    status: 400, errorCode: 'NotEmpty', message: "'Name' must not be empty.",
    fields: [['Name', 'NotEmpty'], ['Age', 'InclusiveBetween'], ['Email', 'Email'], ['Code', 'Length']],
  });
  const api = await client.api(join({ name: 'a', age: 121 }));
  checks.same('api: field error', api.fieldErrorMessage('Age'), "'Age' must be between 1 and 120. You entered 121.");
  checks.same('all is well', await allowed(client, join({ name: 'a', age: 7, email: 'a@b.c', code: 'abc' })), true);
  await checks.refused('registration has rules, too', stranger, () => stranger.post(new dto.Register({ displayName: 'x' })), { status: 400, errorCode: 'NotEmpty' });
}

async function verbs() {
  const client = newClient();
  const wanted = hasIdentity ? { status: 404 } : { status: 405, errorCode: 'NotImplementedException' };
  await checks.refused('unknown operation', client, () => client.post(new dto.Unknown()), wanted);
  const other = hasIdentity ? { status: 405 } : { status: 405, errorCode: 'NotImplementedException' };
  await checks.refused('verb that the operation lacks', client, () => client.post(new dto.GetOnly()), other);
  checks.same('the one that it has', await allowed(client, new dto.GetOnly()), true);
}

// fetch gives names in lower case; other clients look for them as hosts spell them.
async function headerNames() {
  const named = (method, path, body, headers = {}) => new Promise((resolve, reject) => {
    const type = { 'Content-Type': 'application/json', Accept: 'application/json' };
    const sent = request(new URL(path, baseUrl), { method, headers: { ...type, ...headers } }, answer => {
      answer.resume();
      answer.on('end', () => resolve(new Set(answer.rawHeaders.filter((_, place) => place % 2 === 0))));
    });
    sent.on('error', reject);
    sent.end(body);
  });
  const given = async (...call) => [...await named(...call)].filter(name => !/^(Date|Server|Connection|Transfer-Encoding|Content-Length)$/.test(name));
  const signIn = await given('POST', '/api/Authenticate', JSON.stringify(credentials));
  const cookies = kind === 'body' ? ['Set-Cookie', 'Content-Type'] : ['Set-Cookie', 'X-Cookies', 'Content-Type'];
  checks.same('of a sign-in', cookies.filter(name => !signIn.includes(name)), []);
  const batch = await given('POST', '/api/Hello[]', '[{},{}]');
  checks.same('of a batch', batch.includes('X-AutoBatch-Completed'), true);
  const refused = await given('POST', '/api/Secured', '{}');
  checks.same('of a refusal', [refused.includes('WWW-Authenticate'), refused.includes('Location')], [true, hasIdentity]);
}

const ofTokens = [signIn, claims, badTokens, refresh, badRefresh, askedAgain, signOut, rules, verbs, headerNames];
const parts = {
  cookies: [...ofTokens, basic, keys],
  body: [...ofTokens, conversion, basic, keys],
  identity: ofTokens,
  keys: [keys, basic, rules, verbs],
};
for (const part of parts[kind]) {
  await checks.of(part.name, part);
}
checks.done();

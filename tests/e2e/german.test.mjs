// The web UI in German: without choosing where the browser is German, by choice where it is not, and on every page.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startAppliance } from './support/appliance.mjs';
import { desktop, startBrowser } from './support/browser.mjs';
import { cutOff, dictionaries, englishFinder } from './support/dictionary.mjs';
import { checkLooks, widths } from './support/looks.mjs';
import { owner, setUpQuickly, signInQuickly, waitForPicture } from './support/owner.mjs';
import { eventually } from './support/process.mjs';
import { setUserProvider } from './support/store.mjs';

const german = { ...desktop, locale: 'de-DE', timezoneId: 'Europe/Berlin' };
let appliance, browser, visitor, page, englishOn;

before(async () => {
  const words = await dictionaries('de');
  appliance = await startAppliance();
  browser = await startBrowser();
  visitor = await browser.visitor(german);
  page = await visitor.newPage();
  // What the appliance itself names, such as a license, and people.
  englishOn = englishFinder(words, ['User', 'Owner', 'Gatehouse', 'Advanced']);
});
after(async () => {
  await browser?.stop();
  await appliance?.stop();
});

const visit = async (path) => {
  await page.goto(`${appliance.url}${path}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await eventually(async () => (await page.locator('.mantine-Skeleton-root').count()) === 0, `${path} never finished loading`);
};
const button = (name, on = page) => on.getByRole('button', { name, exact: true });
const dialogOf = (on) => on.getByRole('dialog');
const heading = (name, on = page) => on.getByRole('heading', { name, exact: true });

async function look(name) {
  assert.deepEqual(await englishOn(page), [], `${name}: English`);
  const before = page.viewportSize();
  for (const [width, size] of Object.entries(widths)) {
    await page.setViewportSize(size);
    assert.deepEqual(await cutOff(page), [], `${name}, ${width}: cut off`);
  }
  await page.setViewportSize(before);
  await checkLooks(page, `german-${name}`);
}

test('a German browser gets German, from the set-up on', async () => {
  await page.goto(appliance.url);
  await heading('Willkommen').waitFor();
  assert.equal(await page.locator('html').getAttribute('lang'), 'de');
  await page.getByLabel('Einmalcode zum Einrichten').fill('AAAA-BBBB-CCCC');
  await button('Weiter').click();
  await page.getByText('Das ist nicht der Code auf der Konsole.').waitFor();
  await look('setup-code');
  await page.getByLabel('Einmalcode zum Einrichten').fill(appliance.code);
  await button('Weiter').click();
  await page.getByLabel('Name der Organisation').fill(owner.organization);
  await look('setup-name');
  await button('Namen festlegen').click();
  await page.getByText('lässt sich später nicht ändern').waitFor();
  await button('Weiter').click();
  await page.getByLabel('Vorname').fill(owner.firstName);
  await page.getByLabel('Nachname').fill(owner.lastName);
  await page.getByLabel('E-Mail-Adresse').fill(owner.email);
  await page.getByRole('textbox', { name: 'Passwort' }).fill(owner.password);
  await look('setup-owner');
  await button('Konto anlegen').click();
  await heading('Ihre Appliance ist bereit').waitFor();
  await look('setup-done');
  await button('Zur Übersicht').click();
  await page.getByRole('heading', { level: 1, name: 'Übersicht' }).waitFor();
});

test('the pages before one is inside, with a switch to English and back', async () => {
  const guest = await (await browser.visitor(german)).newPage();
  await guest.goto(`${appliance.url}/sign-in`);
  await heading('Anmelden', guest).waitFor();
  await button('English', guest).click();
  await heading('Sign in', guest).waitFor();
  assert.equal(await guest.locator('html').getAttribute('lang'), 'en');
  await guest.goto(`${appliance.url}/forgot-password`);
  await heading('Forgot your password?', guest).waitFor();
  await button('Deutsch', guest).click();
  await heading('Passwort vergessen?', guest).waitFor();
  assert.equal(new URL(guest.url()).pathname, '/forgot-password');
  const before = page;
  page = guest;
  await look('forgot');
  await visit('/sign-in');
  await look('sign-in');
  await page.getByLabel('E-Mail-Adresse').fill(owner.email);
  await page.getByRole('textbox', { name: 'Passwort' }).fill('something else');
  await button('Anmelden').click();
  await page.getByText('Die Organisations-ID, die E-Mail-Adresse oder das Passwort stimmt nicht.').waitFor();
  page = before;
  await guest.context().close();
});

test('the user menu changes it, and the page stays', async () => {
  await visit('/organization');
  const choose = async (name) => {
    await page.getByRole('button', { name: /Ines Owner/ }).click();
    await page.getByRole('menuitem', { name }).click();
  };
  await choose('English');
  await page.getByRole('heading', { level: 1, name: 'Organization' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'Organization' }).waitFor();
  await choose('Deutsch');
  await page.getByRole('heading', { level: 1, name: 'Organisation', exact: true }).waitFor();
  await page.getByRole('button', { name: /Ines Owner/ }).click();
  await page.getByRole('menuitem', { name: 'Abmelden' }).waitFor();
  await look('menu');
});

test('a session', async () => {
  await visit('/');
  await page.getByRole('link', { name: /^Mit .+ verbinden$/ }).click();
  await waitForPicture(page);
  assert.deepEqual(await englishOn(page), [], 'the viewer: English');
  for (const panel of ['Ansicht', 'Tasten', 'Zwischenablage', 'Verbindung']) {
    await button(panel).click();
    const dialog = page.getByRole('dialog', { name: panel });
    await dialog.waitFor();
    assert.deepEqual(await englishOn(page), [], `${panel}: English`);
    assert.deepEqual(await cutOff(page), [], `${panel}: cut off`);
    await checkLooks(page, `german-viewer-${panel}`, ['desktop']);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  }
  await page.setViewportSize(widths.phone);
  await button('Mehr').click();
  await page.getByRole('heading', { name: 'Größe' }).waitFor();
  assert.deepEqual(await cutOff(page), [], 'the drawer: cut off');
  await checkLooks(page, 'german-viewer-more', ['phone']);
  await button('Schließen').click();
  await page.setViewportSize(widths.desktop);
  await button('Trennen').click();
  await page.getByRole('heading', { name: 'Sie haben die Sitzung verlassen' }).waitFor();
  await look('viewer-left');
});

test('every page, with something on it', async () => {
  const api = async (path) => (await page.request.get(`${appliance.url}/api/v1/${path}`)).json();
  const [client] = (await api('clients')).items;
  const [session] = (await api('sessions')).items;
  const [user] = (await api('users')).items;
  const [role] = (await api('roles')).items;
  const stops = {
    dashboard: '/', clients: '/clients', 'add-machine': '/clients/add', approvals: '/clients/approvals', client: `/clients/${client.id}`,
    sessions: '/sessions', session: `/sessions/${session.id}`, users: '/users', user: `/users/${user.id}`, 'many-users': '/users/many',
    roles: '/roles', role: `/roles/${role.id}`, groups: '/groups', 'permission-sets': '/permission-sets',
    'permission-set-new': '/permission-sets/new', audit: '/audit', relays: '/relays', mail: '/mail',
    'user-providers': '/user-providers', organization: '/organization',
    license: '/license', invoices: '/invoices', 'not-licensed': '/team', 'invitation-over': `/invitation#${'x'.repeat(43)}`,
    'address-books': '/address-books', 'address-book-own': '/address-books/personal',
    'address-book-import': '/address-books/personal/import', organizations: '/organizations',
    profile: '/profile', 'no-match': '/clients?search=zzz', missing: '/users/4711', nowhere: '/nowhere',
  };
  for (const [name, path] of Object.entries(stops)) {
    await visit(path);
    await look(name);
  }
});

test('what is made and asked there', async () => {
  await visit('/groups');
  await button('Gruppe anlegen').click();
  await page.getByRole('dialog').waitFor();
  await look('group-create');
  await page.getByLabel('Name der Gruppe').fill('Support Berlin');
  await button('Gruppe speichern').click();
  await page.getByRole('heading', { level: 1, name: 'Support Berlin' }).waitFor();
  await look('group');
  await button('Gruppe löschen').click();
  await page.getByRole('dialog').waitFor();
  await look('group-delete');
  await button('Abbrechen').click();
  await visit('/groups');
  await button('Gruppe anlegen').click();
  await page.getByLabel('Name der Gruppe').fill('Support Berlin');
  await button('Gruppe speichern').click();
  await page.getByText('Diesen Namen gibt es schon.').first().waitFor();
  for (const [path, name, action] of [
    ['/users', 'user-create', 'Benutzer anlegen'],
    ['/roles', 'role-create', 'Rolle anlegen'],
    ['/relays', 'relay-create', 'Relay hinzufügen'],
    ['/organization', 'webhook-create', 'Neuer Webhook'],
    ['/organizations', 'organization-create', 'Organisation anlegen'],
    ['/profile', 'token-create', 'Neues Token'],
    ['/profile', 'factors', 'Bearbeiten: Zwei-Faktor-Anmeldung'],
  ]) {
    await visit(path);
    await button(action).first().click();
    await page.getByRole('dialog').waitFor();
    await look(name);
  }
});

test('the switch of the user provider', async () => {
  const { organization } = await (await page.request.get(`${appliance.url}/api/v1/me`)).json();
  setUserProvider(appliance, organization.id, 'ldap');
  await visit('/users');
  await page.getByText('Die Benutzer kommen von LDAP').waitFor();
  await look('users-from-elsewhere');
  await visit('/user-providers');
  await look('user-providers-stuck');
  await page.getByRole('radio', { name: 'Admin' }).click();
  await page.getByRole('dialog').getByText('Aktive Benutzerquelle wechseln').waitFor();
  await look('user-providers-switch');
  await button('Fortfahren').click();
  await page.getByText('Admin ist jetzt die aktive Benutzerquelle.').waitFor();
});

test('an address book, and an entry in it', async () => {
  await visit('/address-books');
  await button('Adressbuch anlegen').first().click();
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  await look('address-book-create');
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Filialen');
  await button('Adressbuch anlegen', dialog).click();
  await page.getByRole('heading', { level: 1, name: 'Filialen' }).waitFor();
  await page.getByText('Noch keine Einträge').first().waitFor();
  await look('address-book');
  await button('Eintrag anlegen').first().click();
  await dialog.waitFor();
  await dialog.getByRole('textbox', { name: 'Kurzname', exact: true }).fill('Kasse');
  await dialog.getByRole('textbox', { name: 'Adresse', exact: true }).fill('12');
  await button('Eintrag anlegen', dialog).click();
  await page.getByText('Das ist keine Adresse.').waitFor();
  await look('address-entry-create');
  await dialog.getByRole('textbox', { name: 'Adresse', exact: true }).fill('kasse@ad');
  await button('Eintrag anlegen', dialog).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('row', { name: /Kasse/ }).waitFor();
  await look('address-book-entry');
});

test('the search, and the list of shortcuts', async () => {
  await visit('/users');
  await page.keyboard.press('Control+k');
  const search = page.getByRole('dialog', { name: 'Suche', exact: true });
  await search.getByRole('option', { name: /Übersicht/ }).first().waitFor();
  await look('search');
  await page.keyboard.type('zzz');
  await page.getByText('Nichts gefunden zu „zzz“').waitFor();
  await look('search-nothing');
  await button('Alle Tastenkürzel', search).click();
  await page.getByRole('dialog', { name: 'Tastenkürzel' }).waitFor();
  await look('shortcuts');
});

test('numbers and times are written as Germans do', async () => {
  await visit('/audit');
  await page.getByText(/^Heute, \d\d:\d\d$/).first().waitFor();
  await page.getByRole('row', { name: /Gruppe angelegt/ }).waitFor();
});

test('an English browser gets English, whatever else it likes', async () => {
  const other = await browser.visitor({ ...desktop, locale: 'en-GB' });
  await signInQuickly(other, appliance);
  const english = await other.newPage();
  const scripts = [];
  const collect = (response) => /\.js$/.test(response.url()) && scripts.push(response.text());
  english.on('response', collect);
  await english.goto(appliance.url);
  await english.getByRole('heading', { level: 1, name: 'Dashboard' }).waitFor();
  assert.equal(await english.evaluate(() => document.documentElement.lang), 'en');
  english.off('response', collect); // the other pages are still being fetched ahead
  const texts = await Promise.all(scripts);
  assert.ok(texts.some((text) => text.includes('Permission Sets')) && !texts.some((text) => text.includes('Rechtesatz')));
  await other.close();
});

// Last, because from here on the appliance has two organizations, and signing in takes the ID.
test('a team, and an invitation into it', async () => {
  await visit('/organizations');
  await button('Organisation anlegen').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'Standard' }).check();
  await dialog.getByText('Team einrichten').waitFor();
  await look('team-setup');
  await dialog.getByRole('textbox', { name: 'Name des Teams', exact: true }).fill('Filiale Potsdam');
  await dialog.getByRole('textbox', { name: 'Kurze Beschreibung', exact: true }).fill('Hilft den Kassen in Potsdam.');
  await dialog.getByRole('textbox', { name: 'Vorname', exact: true }).fill('Bo');
  await dialog.getByRole('textbox', { name: 'Nachname', exact: true }).fill('Potsdam');
  await dialog.getByRole('textbox', { name: 'E-Mail-Adresse', exact: true }).fill('bo@example.org');
  await button('Team anlegen', dialog).click();
  await button('Link kopieren').click();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  await button('Fertig').click();
  await button('Lizenz ändern: Filiale Potsdam').click();
  await look('license-change');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });

  const others = page;
  const bo = await (await browser.visitor(german)).newPage();
  const post = (path, data) => bo.request.post(`${appliance.url}/api/v1/${path}`, { data, headers: { origin: appliance.url } });
  const password = 'violet lamps hum quietly';
  assert.ok((await post('account-links/use', { token: link.split('#')[1], password })).ok());
  assert.ok((await post('login', { organization_id: 'filiale-potsdam', email: 'bo@example.org', password })).ok());
  page = bo;
  for (const [name, path] of Object.entries({ 'team-users': '/users', 'team-license': '/license', team: '/team', 'team-without': '/roles' })) {
    await visit(path);
    await look(name);
  }
  await visit('/users');
  await button('Benutzer einladen').click();
  await dialogOf(bo).waitFor();
  await look('team-invite');
  await bo.getByRole('textbox', { name: 'Vorname', exact: true }).fill('Ada');
  await bo.getByRole('textbox', { name: 'Nachname', exact: true }).fill('Lovelace');
  await bo.getByRole('textbox', { name: 'E-Mail', exact: true }).fill('ines@example.org');
  await button('Einladen').click();
  await button('Link kopieren').click();
  const invitation = new URL(await bo.evaluate(() => navigator.clipboard.readText()));
  await look('team-invite-link');
  await button('Fertig').click();
  await look('team-invitations');
  await visit(`/invitation${invitation.hash}`);
  await look('invitation-another');
  page = others;
  await visit(`/invitation${invitation.hash}`);
  await look('invitation-join');
  page = await (await browser.visitor(german)).newPage();
  await visit(`/invitation${invitation.hash}`);
  await look('invitation');
  page = others;
  await bo.context().close();
});

test('no fault, no refused policy, no request to anybody else', () => assert.deepEqual(browser.complaints, []));

import type { MailMessage, MailSettings, MailState } from '../../api/mail';
import { inLanguage } from '../../languages/inLanguage';

export const words = inLanguage('mail', {
  title: 'Mail',
  lead: 'What the appliance sends to people by e-mail, and whether it went out.',
  settings: 'How mail is sent',
  server: 'Server',
  security: 'Protection',
  securities: {
    starttls: 'STARTTLS, with a certificate that is checked',
    tls: 'TLS, with a certificate that is checked',
    none: 'None: everybody on the way can read the mail',
  } satisfies Record<NonNullable<MailSettings['security']>, string>,
  from: 'From',
  where: 'These are set in the appliance’s settings file, under [mail]; “gatehouse help settings” explains each.',
  test: 'Send a test message',
  tested: (to: string) => `A test message to ${to} is on its way.`,
  off: 'No mail is sent',
  offText:
    'Links by which people set their password are shown to whoever makes them, to be handed over. To have them sent instead, set mail.server and mail.from in the appliance’s settings file and start it again.',

  messages: 'Messages',
  tableLabel: 'Messages',
  filter: 'Which messages to show',
  all: 'All',
  states: { waiting: 'Waiting', sent: 'Sent', failed: 'Failed', cancelled: 'Not sent' } satisfies Record<MailState, string>,
  columns: { to: 'To', kind: 'What', state: 'State', created: 'Written', actions: 'Actions' },
  kinds: {
    welcome: 'Welcome, with a link',
    password: 'Link for a new password',
    invitation: 'Invitation',
    organization: 'Where the organization is',
    test: 'Test message',
    security: 'Change of sign-in',
    approval: 'Request for an approval',
  } satisfies Record<MailMessage['kind'], string>,
  notTried: 'Goes out now.',
  nextTry: 'Next try',
  cancelled: 'Its link was good no more.',
  none: 'Nothing was sent yet',
  noneText: 'Messages stand here as soon as the appliance writes one, for thirty days. What they say is shown to nobody.',
  noneOf: { waiting: 'Nothing waits', sent: 'Nothing was sent', failed: 'Nothing failed', cancelled: 'Nothing like this' } satisfies Record<MailState, string>,
  again: 'Send again',
  againOf: (to: string) => `Send again to ${to}`,
  now: 'Try now',
  nowOf: (to: string) => `Try now: ${to}`,
  sentAgain: (to: string) => `The message to ${to} is on its way.`,
});

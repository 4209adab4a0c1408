import { inLanguage } from '../../languages/inLanguage';
import type { Outcome } from './useProceed';

export const words = inLanguage('manyUsers', {
  title: 'Create many users',
  lead: 'A list of people at once. Everybody gets the role “User”, and a link to set a password.',
  back: 'All users',
  list: 'E-mail addresses, or a CSV',
  listHelp:
    'Addresses between line breaks, commas or semicolons; or lines of email,first name,last name, with a head or without. A file can be dropped here.',
  example: 'tom@example.org\nmaria@example.org, jonas@example.org\nada@example.org,Ada,Lovelace',
  role: 'Role (beside “User”)',
  group: 'Group',
  noRole: 'None',
  noGroup: 'None',
  proceed: 'Proceed',
  counted: (lines: number) => (lines === 1 ? '1 person in the list' : `${lines} people in the list`),

  stopped: 'It was stopped: what stands as “Not done” was not created.',
  outcomes: { created: 'Created', exists: 'There already', refused: 'Refused', open: 'Not done' } satisfies Record<Outcome, string>,
  mistakes: {
    columns: 'More than e-mail address, first and last name.',
    email: 'No e-mail address.',
    twin: (line: number) => `Stands in line ${line} already.`,
  },
  columns: { line: 'Line', email: 'Email', name: 'Name' },
  mailed: 'Links to set a password are on their way. The page Mail tells what was sent.',
  toMail: 'To the page Mail',
  byHand: 'Nobody was written to. Download the links now and hand each to whom it is for; they are shown only here, and good once, for seven days.',
  download: 'Download the links',
  downloadName: 'gatehouse-links.csv',
  downloadHead: ['Email', 'First name', 'Last name', 'Link', 'Good until'],
  again: 'Another list',
});

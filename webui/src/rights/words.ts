import { inLanguage } from '../languages/inLanguage';

export const words = inLanguage('rights', {
  sections: {
    personal_profile: 'Personal profile',
    license: 'License',
    invoices: 'Invoices',
    users: 'Users',
    roles: 'Roles',
    groups: 'Groups',
    permission_sets: 'Permission Sets',
    address_books: 'Address Books',
    clients: 'Clients',
    sessions: 'Sessions',
    builds: 'Builds',
    organization: 'Organization',
  },
  levels: { none: 'No Access', view: 'View', edit: 'View & Edit' },
  allSections: 'all sections',
  nothing: 'Nothing',
  name: 'Name',
  you: 'You',
  description: 'Description',
  notKnown: (id: string) => `No. ${id}`,
  accessControl: 'Access Control',
  wide: 'Wide',
  wideTitle: {
    rights: 'This lets people change what others may do',
    everything: 'This is nearly everything',
  },
  wideText: {
    rights:
      'Who may edit users, roles, groups or permission sets decides about everybody’s rights, up to their own. Give it to few, and rather “View” where looking is enough.',
    everything: 'Give only what somebody needs for their work: what they do not have can’t be misused when their account is stolen.',
  },
  until: (day: string) => `until ${day}`,
  untilLabel: 'Until (optional)',
  untilHelp: 'The last day. Empty: for good.',
  save: 'Save',
  change: 'Change the end',
  changeOf: (name: string) => `Change the end of ${name}`,
  endChanged: (name: string) => `The end of ${name} was changed.`,
  moreThanYours: 'It gives more than you have yourself, so you can look at it but not change it.',
});

import { inLanguage } from '../../languages/inLanguage';
import type { DeletingWords } from '../organization/DeleteOrganization';

export const words = inLanguage('team', {
  title: 'Team',
  lead: 'Who you are on this appliance. Your license makes you a team.',
  about: 'About',
  name: 'Team name',
  nameFixed: 'The name can’t be changed.',
  id: 'Organization ID',
  idHelp: 'Everybody here types it to sign in.',
  description: 'Short description',
  noDescription: 'None',
  save: 'Save',
  saved: 'Saved.',
  deletion: {
    heading: 'Delete the team',
    text: 'Everything in it goes for good: users, machines, sessions, relays, and the audit log. Its machines are cut off at once and everybody is signed out, you too. Export first what you have to keep.',
    own: 'This team owns the appliance: without it nobody could run it, so it can’t be deleted here. To give the appliance up, stop it and delete its data directory.',
    action: 'Delete team',
    wrong: 'This is not the team’s name.',
  } satisfies DeletingWords,
});

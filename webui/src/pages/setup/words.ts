import { inLanguage } from '../../languages/inLanguage';

export const words = inLanguage('setup', {
  progress: (step: number, of: number) => `Step ${step} of ${of}`,
  continue: 'Continue',
  back: 'Back',
  code: {
    title: 'Welcome',
    lead: 'Gatehouse prints a one-time code on the console where it was started. It shows that you are the one who installed it.',
    label: 'One-time set-up code',
    help: 'No console at hand? The code is in the service’s log, too.',
  },
  organization: {
    title: 'Set Organization Name',
    lead: 'People see this name when they sign in.',
    label: 'Organisation name',
    placeholder: 'Example Ltd',
    submit: 'Set Organization Name',
  },
  review: {
    title: 'Is this name right?',
    warning: 'The name can’t be changed later. Check its spelling.',
  },
  owner: {
    title: 'Create the owner account',
    lead: 'The owner may do everything. Use this account to set up the others, then work with one of those.',
    firstName: 'First name',
    lastName: 'Last name',
    email: 'E-mail address',
    emailHelp: 'You sign in with it. Nothing is sent there.',
    password: 'Password',
    submit: 'Create account',
  },
  done: {
    title: 'Your appliance is ready',
    lead: 'You are signed in. Keep the organisation ID: with it, your e-mail address and your password you sign in.',
    organization: 'Organisation',
    id: 'Organisation ID',
    account: 'Owner',
    submit: 'Go to the dashboard',
  },
  alreadyDone: 'Somebody has set this appliance up already.',
  toSignIn: 'Go to the sign-in page',
});

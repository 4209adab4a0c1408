import { inLanguage } from '../../languages/inLanguage';

export const words = inLanguage('setPassword', {
  title: 'Set Password',
  first: (name: string, organization: string) => `Welcome to ${organization}, ${name}. Choose a password for your account.`,
  again: (name: string) => `${name}, choose a new password for your account. You will be signed out wherever you are signed in.`,
  email: 'You sign in as',
  password: 'Password',
  submit: 'Set Password',
  over: 'This link is good no more',
  overText: 'It was used already, is older than seven days, or a newer one was made. Ask who gave it to you for a new one.',
  incomplete: 'This link is incomplete',
  incompleteText: 'Open it just as you were given it: its last part, behind “#”, is missing.',
  toSignIn: 'Sign in',
  haveOne: 'I have a password already',
  done: 'Your password is set',
  doneText: 'From now on you sign in with it. The link is used up.',
  somebodyElse: (email: string) => `In this browser ${email} is signed in.`,
  signOutFirst: 'Sign out, and sign in with it',
  stay: (name: string) => `Go on as ${name}`,
});

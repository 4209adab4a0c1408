import { inLanguage } from '../../languages/inLanguage';

export const words = inLanguage('invitation', {
  title: (team: string) => `You are invited to ${team}`,
  text: (by: string, team: string, name: string) => `${name}, ${by} invites you to ${team}. Choose a password: with it you accept, and your account is made.`,
  email: 'You sign in as',
  password: 'Password',
  submit: 'Accept invitation',
  haveAccount: 'Do you have an account on this appliance already, in another organization? Sign in first, then open this link again: your account moves here.',
  signInFirst: 'Sign in first',

  accepted: (team: string) => `You are in ${team}`,
  acceptedText: 'Your account is made, and the link is used up. From now on you sign in with your password.',
  joinedText: (id: string) => `Your account has moved, and you are signed out everywhere. Sign in with the organization ID “${id}”; your password is the same.`,
  toSignIn: 'Sign in',

  join: (team: string) => `Join ${team}`,
  joinText: (by: string, from: string, to: string) => `${by} invites you to ${to}. When you join, your account moves from ${from} to ${to}.`,
  goesAlong: 'What goes along',
  along: {
    factors: 'Your password, your second factors and your passkeys',
    book: 'Your personal address book',
  },
  ends: 'What ends',
  ending: {
    roles: (from: string) => `Your roles and groups in ${from}: you reach its machines no more`,
    tokens: 'Your API tokens',
    logins: 'Being signed in, here and everywhere else',
  },
  managed: (to: string) => `From then on the Owners of ${to} manage your account: they can give it another password, and would then see what went along.`,
  stays: (from: string) => `What you did in ${from} stays recorded there. Whoever invited you does not learn where you come from.`,
  stayIn: (from: string) => `Stay in ${from}`,

  other: (email: string) => `This invitation is for ${email}`,
  otherText: (email: string) => `In this browser ${email} is signed in, so it can’t be accepted like this. Sign out first, or leave it to whom it is for.`,
  signOutFirst: 'Sign out, and look at it',
  stay: (name: string) => `Go on as ${name}`,

  member: (team: string) => `You are in ${team} already`,
  memberText: 'There is nothing to accept: you are signed in there right now.',
  toDashboard: 'Go to the dashboard',

  over: 'This invitation is good no more',
  overText: 'It was accepted already, was withdrawn, is older than seven days, or a newer link was made. Ask who gave it to you for a new one.',
  incomplete: 'This link is incomplete',
  incompleteText: 'Open it just as you were given it: its last part, behind “#”, is missing.',
  haveOne: 'I have an account already',
});

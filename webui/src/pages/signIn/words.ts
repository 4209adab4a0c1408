import { formatClock } from '../../ui/format';

export const words = {
  title: 'Sign in',
  lead: (organization: string) => `to ${organization}`,
  organization: 'Organisation ID',
  organizationHelp: 'Your administrator knows it. It was shown when the appliance was set up.',
  email: 'E-mail address',
  password: 'Password',
  submit: 'Sign in',
  locked: (seconds: number) => `Too many tries. You can try again in ${formatClock(seconds)}.`,
};

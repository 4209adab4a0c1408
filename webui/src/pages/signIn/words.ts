import { inLanguage } from '../../languages/inLanguage';
import { formatClock } from '../../ui/format';

export const words = inLanguage('signIn', {
  title: 'Sign in',
  lead: (organization: string) => `to ${organization}`,
  organization: 'Organization ID',
  organizationHelp: 'Your administrator knows it. It was shown when the appliance was set up.',
  email: 'E-mail address',
  password: 'Password',
  submit: 'Sign in',
  passkey: 'Sign in with a passkey',
  forgot: 'Forgot your password?',
  codeTitle: 'Second step',
  codeLead: 'Your password is right. Show now that it is you.',
  code: 'Code',
  codeHelp: 'The six digits that the app on your device shows now.',
  recoveryCode: 'Recovery code',
  recoveryCodeHelp: 'One of those you kept when you set up your device or passkey. It works once.',
  useRecovery: 'My device is not at hand',
  useDevice: 'Use my device',
  usePasskey: 'Use a passkey',
  back: 'Back',
  locked: (seconds: number) => `Too many tries. You can try again in ${formatClock(seconds)}.`,
});

import { inLanguage } from '../../languages/inLanguage';

export const words = inLanguage('forgotPassword', {
  title: 'Forgot your password?',
  lead: 'You get a message with a link by which you set a new one.',
  organization: 'Organization ID',
  email: 'E-mail address',
  submit: 'Send the link',
  back: 'Back to sign in',
  sentTitle: 'Look into your mail',
  sent: (email: string) =>
    `If ${email} belongs to an account that can sign in, a link is on its way there. It is good once, for an hour. Nothing comes? Then look among unwanted mail, or ask your administrator.`,
});

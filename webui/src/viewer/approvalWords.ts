import { inLanguage } from '../languages/inLanguage';

export const approvalWords = inLanguage('askApproval', {
  title: (machine: string) => `Somebody else has to approve that you connect to ${machine}`,
  text: 'Say why, and for how long. Those who may decide see it in the portal.',
  reason: 'Reason',
  reasonMissing: 'Say in a few words why you connect.',
  minutes: 'For how long',
  choices: [
    { value: '15', label: '15 minutes' },
    { value: '30', label: '30 minutes' },
    { value: '60', label: '1 hour' },
    { value: '120', label: '2 hours' },
    { value: '240', label: '4 hours' },
    { value: '480', label: '8 hours' },
  ],
  ask: 'Ask for approval',
  cancel: 'Cancel',
  waiting: (machine: string) => `Waiting for somebody to approve that you connect to ${machine}`,
  waitingText: 'This page goes on by itself. You may also come back to it later.',
  withdraw: 'Withdraw the request',
  declined: (by: string) => `${by} declined your request.`,
  revoked: (by: string) => `${by} revoked your approval.`,
  expired: 'Nobody decided about your request in time.',
  over: 'The time of your approval is over.',
});

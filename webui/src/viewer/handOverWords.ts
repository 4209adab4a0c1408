import { inLanguage } from '../languages/inLanguage';

export const handOverWords = inLanguage('handOver', {
  another: (name: string) => `${name} has the controls`,
  nobody: 'Nobody has the controls',
  ask: 'Ask for the controls',
  take: 'Take the controls',
  waiting: (name: string) => `Waiting for ${name}…`,
  takeBack: 'Take back my wish',

  asks: (name: string) => `${name} asks for the controls`,
  asksText: (keys: string) => `Without an answer they go over in 15 seconds. ${keys} leads to the answer.`,
  goOver: (seconds: number) => `Without an answer they go over in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`,
  give: 'Give',
  keep: 'Keep',
  letGo: 'Let the controls go',

  news: {
    yours: () => 'You have the controls now.',
    lost: (name: string) => `${name} has the controls now.`,
    kept: (name: string) => `${name} keeps the controls.`,
  },
  somebody: 'Somebody',

  // Why a control does nothing now, as the end of a sentence.
  blocked: {
    another: (name: string) => `${name} has the controls.`,
    nobody: 'nobody has the controls. Take them first.',
  },
});

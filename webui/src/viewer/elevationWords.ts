import { inLanguage } from '../languages/inLanguage';

export const elevationWords = inLanguage('elevation', {
  actions: 'Actions',
  request: 'Request elevation',
  requestText: 'Rights of the machine’s administrator: for a terminal, services, updates and a restart.',
  terminal: 'Terminal',
  service: 'Restart a service…',
  update: 'Install updates…',
  restart: 'Restart the machine…',
  giveBack: 'Give the rights back',
  administrator: 'Administrator',
  administratorText: 'You act as administrator of this machine. Where somebody is at its screen, they see that. It ends with the session, or when you give the rights back.',

  granted: 'You are administrator of the machine now.',
  whys: {
    none: 'You have given the administrator’s rights back.',
    declined: 'The person at the machine said no, or did not answer. After three times they are not asked again in this session.',
    wrong: 'The name or the password is not right.',
    no_administrator: 'This account may not administer the machine. Name one that may.',
    impossible: 'This machine can’t give administrator’s rights: Gatehouse does not run as root there, or can’t check passwords.',
    nobody: 'At this machine nobody is asked. Transmit the authentication data instead.',
    wait: 'There were too many wrong names and passwords.',
    ended: 'The administrator’s rights were taken back at the machine, or are not permitted any more.',
  },

  notNow: (why: string) => `Not now: ${why}`,
  // Why a control does nothing now, as the end of a sentence.
  blocked: {
    notPermitted: 'the machine does not let you ask for administrator’s rights.',
    busy: 'the terminal is in use. Close it first.',
  },
});

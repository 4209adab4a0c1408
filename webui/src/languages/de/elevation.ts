import type { Translation } from '../inLanguage';
import type { elevationWords } from '../../viewer/elevationWords';
import type { requestWords } from '../../viewer/requestWords';
import type { terminalWords } from '../../viewer/terminalWords';

export const elevation: Translation<typeof elevationWords> = {
  actions: 'Aktionen',
  request: 'Administratorrechte anfordern',
  requestText: 'Die Rechte eines Administrators des Rechners: für ein Terminal, Dienste, Updates und einen Neustart.',
  terminal: 'Terminal',
  service: 'Einen Dienst neu starten …',
  update: 'Updates installieren …',
  restart: 'Den Rechner neu starten …',
  giveBack: 'Die Rechte zurückgeben',
  administrator: 'Administrator',
  administratorText:
    'Sie handeln als Administrator dieses Rechners. Wer an seinem Bildschirm ist, sieht das. Es endet mit der Sitzung, oder wenn Sie die Rechte zurückgeben.',

  granted: 'Sie sind jetzt Administrator des Rechners.',
  whys: {
    none: 'Sie haben die Administratorrechte zurückgegeben.',
    declined: 'Die Person am Rechner hat Nein gesagt oder nicht geantwortet. Nach drei Malen wird sie in dieser Sitzung nicht mehr gefragt.',
    wrong: 'Der Name oder das Passwort stimmt nicht.',
    no_administrator: 'Dieses Konto darf den Rechner nicht verwalten. Nennen Sie eines, das es darf.',
    impossible: 'Dieser Rechner kann keine Administratorrechte geben: Gatehouse läuft dort nicht als root oder kann keine Passwörter prüfen.',
    nobody: 'An diesem Rechner wird niemand gefragt. Übertragen Sie stattdessen die Anmeldedaten.',
    wait: 'Es waren zu viele falsche Namen und Passwörter.',
    ended: 'Die Administratorrechte wurden am Rechner zurückgenommen oder sind nicht mehr erlaubt.',
  },

  notNow: (why) => `Jetzt nicht: ${why}`,
  blocked: {
    notPermitted: 'Der Rechner lässt Sie keine Administratorrechte anfordern.',
    busy: 'Das Terminal ist in Gebrauch. Schließen Sie es zuerst.',
  },
};

export const elevationRequest: Translation<typeof requestWords> = {
  intro: 'Ihre Sitzung hat gewöhnliche Rechte. Um als Administrator des Rechners zu handeln, muss ein Administrator dieses Rechners genannt werden.',
  askPerson: 'Die Person am Rechner fragen',
  askPersonText: 'Sie wird nach Namen und Passwort eines Administrators gefragt. Sie selbst sehen beides nicht.',
  transmit: 'Anmeldedaten übertragen',
  transmitText: 'Sie geben Namen und Passwort eines Administrators dieses Rechners ein. Die Person dort, wo eine gefragt wird, entscheidet, ob Sie das dürfen.',
  userName: 'Benutzername',
  password: 'Passwort',
  sealed:
    'Beides reist nur im versiegelten Kanal, in dem weder die Appliance noch ein Relay es lesen kann. Der Rechner prüft es und bewahrt kein Passwort auf; sein Protokoll nennt das Konto.',
  userMissing: 'Nennen Sie einen Administrator dieses Rechners.',
  userTooLong: 'Das ist länger, als ein Name sein kann.',
  passwordMissing: 'Geben Sie dessen Passwort ein.',
  passwordTooLong: 'Das ist länger, als ein Passwort sein kann.',
  ok: 'OK',
  asking: 'Die Person am Rechner wird gefragt',
  checking: 'Der Rechner prüft Namen und Passwort',
  mayClose: 'Sie können dieses Fenster inzwischen schließen: Die Leiste zeigt, wenn Sie die Rechte haben.',
  withdraw: 'Zurückziehen',
  openTerminal: 'Ein Terminal öffnen',
  refused: 'Sie haben die Rechte nicht',

  serviceTitle: 'Einen Dienst neu starten',
  serviceText: 'Der Dienst wird angehalten und wieder gestartet. Wer ihn gerade benutzt, merkt das vielleicht.',
  serviceName: 'Name des Dienstes',
  serviceExample: 'cups.service',
  serviceMissing: 'Geben Sie den Namen eines Dienstes an: Buchstaben, Ziffern und : . @ _ -',
  restartIt: 'Neu starten',
  updateTitle: 'Updates installieren?',
  updateText: 'Der Rechner holt die Updates seiner Programme und installiert sie. Das kann Minuten dauern, und Dienste starten dabei vielleicht neu.',
  install: 'Installieren',
  restartTitle: 'Den Rechner neu starten?',
  restartText:
    'Wer dort arbeitet, verliert, was nicht gespeichert ist. Die Sitzung endet, und diese Seite verbindet sich wieder, sobald der Rechner zurück ist.',
};

export const terminal: Translation<typeof terminalWords> = {
  jobs: {
    shell: 'Terminal',
    restart_service: 'Neustart eines Dienstes',
    update: 'Updates',
    restart_machine: 'Neustart des Rechners',
  },
  input: 'Eingabe des Terminals',
  tooMuch: 'Zu viel Ausgabe zum Vorlesen: Gehen Sie die Zeilen von Hand durch.',
  leaves: (keys) => `${keys} verlässt das Terminal`,
  height: 'Höhe des Terminals',
  keys: 'Tasten des Terminals',
  copy: 'Kopieren',
  copyNothing: 'Markieren Sie zuerst etwas.',
  paste: 'Einfügen',
  notPasted: 'Der Browser lässt diese Seite die Zwischenablage nicht lesen.',
  close: 'Schließen',
  loading: 'Wird geladen …',
  leftOut: '… es kam mehr, als diese Seite zeichnen konnte; ein Teil davon fehlt hier …',
  ends: {
    shell: 'Das Terminal ist beendet.',
    restart_service: 'Der Dienst wurde neu gestartet.',
    update: 'Die Updates sind installiert.',
    restart_machine: 'Der Rechner startet neu.',
  },
  failed: (status) => `Es ging schief: Das Programm endete mit Status ${status}.`,
  notStarted: 'Es konnte nicht gestartet werden oder wurde abgebrochen.',
  endedWith: {
    rights: 'Es endete mit den Administratorrechten.',
    session: 'Es endete mit der Sitzung.',
    unloadable: 'Das Terminal konnte nicht geladen werden. Laden Sie die Seite neu.',
  },
};

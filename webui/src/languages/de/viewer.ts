import type { Translation } from '../inLanguage';
import type { endingWords } from '../../viewer/endingWords';
import type { keyWords } from '../../viewer/keyWords';
import type { words } from '../../viewer/words';
import { plural } from './plural';

export const viewer: Translation<typeof words> = {
  connect: 'Verbinden',
  cancel: 'Abbrechen',
  close: 'Schließen',
  toMachines: 'Zurück zu den Rechnern',
  seeKeys: 'Seine Schlüssel ansehen',
  screenOf: (machine) => `Bildschirm von ${machine}`,

  connecting: (machine) => `Verbindung mit ${machine}`,
  waitingFor: (machine) => `Warten auf ${machine}`,
  gettingBack: (machine) => `Die Sitzung mit ${machine} wird zurückgeholt`,
  restarting: 'Der Rechner startet neu …',
  restartingText: 'Diese Seite verbindet sich von selbst wieder, sobald der Rechner zurück ist. Das kann bis zu fünf Minuten dauern.',
  asking: 'Die Appliance wird um eine Sitzung gebeten.',
  calling: 'Der Rechner wird angerufen.',
  askingPerson: 'Die Person am Rechner wird gefragt, ob Sie sich verbinden dürfen.',
  starting: 'Der Bildschirm wird gestartet.',
  trying: 'Wird jetzt versucht …',
  tryingSoon: 'Gleich noch ein Versuch …',
  tryingIn: (seconds) => `Nächster Versuch in ${plural(seconds, 'Sekunde', 'Sekunden')}.`,
  tryNow: 'Jetzt versuchen',
  stop: 'Aufgeben',
  reconnect: 'Wieder verbinden',

  why: (machine) => `Warum verbinden Sie sich mit ${machine}?`,
  whyText: 'Ihre Organisation möchte es wissen. Was Sie schreiben, wird mit der Sitzung aufbewahrt.',
  reason: 'Grund',
  reasonExample: 'Ticket 4711: Drucker druckt nicht',
  reasonMissing: 'Sagen Sie in wenigen Worten, warum Sie sich verbinden.',

  passwordWanted:
    'Jemand am Rechner wird vielleicht gefragt, ob Sie sich verbinden dürfen. Wenn Sie das Passwort des Rechners dafür kennen, müssen Sie nicht warten.',
  unattendedPassword: 'Passwort für unbeaufsichtigten Zugriff',
  wrongPassword: 'Das stimmt nicht.',
  codeWanted: 'Der Rechner will auch den Code, den die Authenticator-App jetzt zeigt, die für ihn eingerichtet ist.',
  securityCode: 'Sicherheitscode',
  wrongCode: 'Das stimmt nicht, oder der Code wurde schon benutzt.',
  checking: 'Der Rechner prüft es …',
  answerIn: (seconds) => `Neuer Versuch möglich in ${plural(seconds, 'Sekunde', 'Sekunden')}.`,

  bar: 'Sitzung',
  showBar: 'Leiste anzeigen',
  leaves: (keys) => `${keys} verlässt den Bildschirm`,
  leavesWhy: 'Der Bildschirm nimmt jede Taste außer dieser',
  disconnect: 'Trennen',
  view: 'Ansicht',
  keys: 'Tasten',
  clipboard: 'Zwischenablage',
  connection: 'Verbindung',
  keyboard: 'Tastatur',
  more: 'Mehr',
  screen: 'Bildschirm',
  viewOnly: 'Nur ansehen',
  screenshot: 'Bildschirmfoto',
  fullScreen: 'Vollbild',

  size: 'Größe',
  scales: { fit: 'Einpassen', actual: '1:1', remote: 'Anpassen' },
  scaleText: {
    fit: 'Der ganze Bildschirm, so groß, wie es das Fenster erlaubt.',
    actual: 'Ein Pixel dort ist ein Pixel hier. Bildlaufleisten oder „Ansicht verschieben“ führen zum Rest.',
    remote: 'Der Rechner ändert seinen Bildschirm auf die Größe dieses Fensters.',
  },
  shownToFit: (why) => `Eingepasst gezeigt: ${why}`,
  noResize: (why) => ` Anpassen ist nicht möglich: ${why}`,
  move: 'Ansicht verschieben',
  moveText: 'Ziehen bewegt, was Sie sehen, nicht den Mauszeiger des Rechners.',
  picture: 'Bild',
  qualities: { auto: 'Auto', sharp: 'Scharf', smooth: 'Flüssig', economy: 'Sparsam' },
  qualityText: {
    auto: 'Was sich bewegt, kommt als Video und ist genau, sobald es stillsteht.',
    sharp: 'Jederzeit das beste Bild, ohne Video. Braucht ein schnelles Netz.',
    smooth: 'Für Videos und Animationen: Sie laufen flüssig, etwas weniger scharf. Genau, sobald sie stillstehen.',
    economy: 'Weniger Daten für ein langsames Netz. Was sich bewegt, wirkt grob und kommt seltener.',
  },
  statistics: 'Statistik',
  statisticsText: 'Aktualisierungen, Daten und Verzögerung, in einer Ecke des Bildschirms.',
  figures: {
    encoding: 'Kodierung',
    updates: 'Aktualisierungen',
    in: 'Herein',
    out: 'Hinaus',
    roundTrip: 'Umlaufzeit',
    decoding: 'Dekodierung',
    reaction: 'Eingabe bis Bild',
    screen: 'Bildschirm',
    moving: 'Bewegter Teil',
  },
  withoutH264: {
    missing: 'H.264 ist aus: Dieser Browser hat keinen Dekoder dafür',
    failed: 'H.264 ist aus: Der Browser konnte es nicht dekodieren',
  },
  otherEncoding: (number) => `Nr. ${number}`,

  keysNotSent: (why) => `Tasten werden nicht gesendet: ${why}`,
  holdDown: 'Gedrückt halten',
  pressTogether: 'Zusammen drücken',
  press: 'Drücken',
  typeInField: 'In einem Feld tippen',
  typeInFieldText: 'Für Eingabemethoden, Tottasten und Bildschirmtastaturen: Was Sie dort schreiben, wird am Rechner getippt.',
  everyKey: 'Der Bildschirm nimmt jede Taste.',
  everyKeyGoes: 'Jede Taste geht an den Rechner.',
  leadsBack: 'führt zur Leiste und zurück.',
  typeAt: 'Am Rechner tippen',
  typeHere: 'Hier tippen: Es geht an den Rechner',
  closeField: 'Feld schließen',

  toMachine: 'Zum Rechner',
  toMachineText: 'Hier einfügen oder schreiben, senden, dann am Rechner einfügen.',
  notPossible: (why) => `Nicht möglich: ${why}`,
  tooLong: 'Das ist mehr, als der Rechner auf einmal annimmt (1 MiB).',
  send: 'Senden',
  sent: 'Gesendet.',
  fromMachine: 'Vom Rechner',
  fromMachineText: 'Der Text, der dort zuletzt kopiert wurde.',
  share: 'Zwischenablage teilen',
  letRead: 'Diese Seite die Zwischenablage lesen lassen',
  sharing: {
    off: 'Text geht nur dorthin, wohin Sie ihn senden.',
    refused:
      'Der Browser hat dieser Seite nicht erlaubt, den Text des Rechners in Ihre Zwischenablage zu legen. Kopieren Sie ihn aus dem Feld oben.',
    granted: 'Was Sie auf der einen Seite kopieren, können Sie auf der anderen einfügen.',
    ask: 'Text vom Rechner gelangt in Ihre Zwischenablage. Für den umgekehrten Weg möchte der Browser vorher gefragt werden.',
    denied:
      'Text vom Rechner gelangt in Ihre Zwischenablage. Ihre zu lesen ist in den Einstellungen des Browsers für diese Seite gesperrt.',
    none: 'Text vom Rechner gelangt in Ihre Zwischenablage. Dieser Browser lässt Seiten Ihre nicht lesen: Fügen Sie den Text oben ein.',
  },

  blocked: {
    notOpen: 'Der Bildschirm ist noch nicht offen.',
    keyboard: 'Der Rechner lässt Sie die Tastatur nicht benutzen.',
    viewing: 'Sie sehen nur zu.',
    input: 'Der Rechner lässt Sie seinen Bildschirm sehen, sonst nichts.',
    resize: 'Der Rechner lässt Sie die Größe seines Bildschirms nicht ändern.',
    fixed: 'Dieser Bildschirm hat eine feste Größe.',
    toMachine: 'Der Rechner nimmt von Ihnen keinen Text an.',
    fromMachine: 'Der Rechner gibt Ihnen seinen Text nicht.',
  },

  sealed: 'Von Ende zu Ende versiegelt',
  code: 'Code',
  codeText:
    'Das Log des Rechners zeigt für diese Sitzung denselben Code. Zeigt es einen anderen, sitzt jemand dazwischen.',
  throughAppliance: 'Über die Appliance',
  throughRelay: (name) => `Über das Relay ${name}`,
  applianceText: 'Von keinem Relay ist bekannt, dass der Weg darüber kürzer ist.',
  relayText: 'Der kürzeste Weg von diesem Browser zum Rechner. Ein Relay kann nicht lesen, was hindurchgeht.',
  allowed: 'Der Rechner erlaubt Ihnen',
  notAllowed: (names) => `Nicht erlaubt: ${names}.`,
  notAvailable: (names) => `In dieser Version nicht verfügbar: ${names}.`,
  machineKey: 'Schlüssel des Rechners',
  nothingStored: 'Dieser Browser speichert nichts, darum wird er nicht merken, wenn sich der Schlüssel ändert.',
  firstContact:
    'Hier zum ersten Mal gesehen. Dieser Browser merkt sich den Schlüssel ab jetzt; ein anderer kennt ihn noch nicht.',
  knownSince: 'Diesem Browser bekannt seit',

  keyChanged: (machine) => `Der Schlüssel von ${machine} hat sich geändert`,
  keyChangedText:
    'Dieser Browser kennt den Rechner mit einem anderen Schlüssel. Entweder wurde er neu eingerichtet, oder ein anderer Rechner gibt sich für ihn aus. Es wurde nichts an ihn gesendet.',
  keyKnownSince: (when) => `Schlüssel, bekannt seit ${when}`,
  newKey: 'Neuer Schlüssel',
  vouched: {
    before: 'Der neue Schlüssel ist der, den',
    link: 'die Appliance',
    after:
      'für diesen Rechner gespeichert hat. Vertrauen Sie ihm nur, wenn Sie wissen, warum er sich geändert hat; sonst gehen Sie zurück und fragen Sie nach.',
  },
  notVouched:
    'Die Appliance bürgt nicht für den neuen Schlüssel. Wenn Sie wissen, warum er sich geändert hat, können Sie ihn auf der Seite des Rechners bestätigen.',
  notVouchedAsk:
    'Die Appliance bürgt nicht für den neuen Schlüssel. Jemand, der Clients ändern darf, muss ihn auf der Seite des Rechners bestätigen: Fragen Sie jemanden, der Ihre Organisation verwaltet.',
  trust: 'Dem neuen Schlüssel vertrauen',
  goBack: 'Zurück',
};

export const keys: Translation<typeof keyWords> = {
  control: 'Strg',
  alt: 'Alt',
  shift: 'Umsch',
  super: 'Super',
  delete: 'Entf',
  escape: 'Esc',
  tab: 'Tab',
  insert: 'Einfg',
  home: 'Pos1',
  end: 'Ende',
  pageUp: 'Bild auf',
  pageDown: 'Bild ab',
  print: 'Druck',
  pause: 'Pause',
  menu: 'Menü',
  backspace: 'Rück',
};

export const endings: Translation<typeof endingWords> = {
  ended_by_viewer: {
    title: 'Sie haben die Sitzung verlassen',
    text: 'Die Verbindung zum Rechner ist geschlossen.',
    next: 'Verbinden Sie sich wieder, wann immer Sie möchten.',
  },
  ended_by_device: {
    title: 'Die Sitzung wurde am Rechner beendet',
    text: 'Jemand am Rechner hat die Sitzung beendet.',
    next: 'Sprechen Sie mit der Person dort, bevor Sie sich wieder verbinden.',
  },
  ended_by_administrator: {
    title: 'Die Sitzung wurde von der Verwaltung beendet',
    text: 'Jemand hat die Sitzung im Portal geschlossen.',
    next: 'Fragen Sie dort nach, wenn Sie den Rechner noch brauchen.',
  },
  declined: {
    title: 'Die Anfrage wurde abgelehnt',
    text: 'Die Person am Rechner hat Nein gesagt oder die Frage nicht beantwortet.',
    next: 'Vereinbaren Sie eine Zeit mit ihr und verbinden Sie sich dann wieder.',
  },
  no_answer: {
    title: 'Der Rechner hat nicht geantwortet',
    text: 'Die Appliance hat den Rechner angerufen, und nichts kam zurück.',
    next: 'Vielleicht ist er stark beschäftigt oder startet gerade. Warten Sie einen Moment und versuchen Sie es noch einmal.',
  },
  device_offline: {
    title: 'Der Rechner ist offline',
    text: 'Der Rechner ist nicht mit der Appliance verbunden.',
    next: 'Prüfen Sie, ob er eingeschaltet ist, eine Netzverbindung hat und Gatehouse darauf läuft.',
  },
  device_lost: {
    title: 'Der Rechner ist verschwunden',
    text: 'Die Verbindung zwischen dem Rechner und der Appliance ist abgebrochen.',
    next: 'Vielleicht startet der Rechner neu oder hat sein Netz verloren. Versuchen Sie es gleich noch einmal.',
  },
  viewer_lost: {
    title: 'Ihre Verbindung ist abgebrochen',
    text: 'Die Appliance hat die Verbindung zu diesem Browser verloren.',
    next: 'Prüfen Sie Ihr Netz und verbinden Sie sich dann wieder.',
  },
  display_lost: {
    title: 'Der Bildschirm ist verschwunden',
    text: 'Der Rechner läuft noch, aber sein Bildschirm ist weg. Das geschieht, wenn die grafische Oberfläche endet oder neu startet.',
    next: 'Warten Sie, bis die Oberfläche wieder da ist, und verbinden Sie sich dann wieder.',
  },
  desktop_failed: {
    title: 'Der Bildschirm konnte nicht bereitgestellt werden',
    text: 'Der Teil von Gatehouse, der den Bildschirm dieses Rechners bereitstellt, ist unerwartet stehen geblieben. Der Rechner selbst läuft weiter.',
    next: 'Verbinden Sie sich wieder: Er wird neu gestartet. Geschieht es noch einmal, sagen Sie es der Verwaltung Ihrer Organisation.',
  },
  not_permitted: {
    title: 'Das dürfen Sie nicht',
    text: 'Sie dürfen diesen Rechner nicht benutzen, oder nicht mehr.',
    next: 'Fragen Sie jemanden, der Ihre Organisation verwaltet, wenn Sie ihn brauchen.',
  },
  busy: {
    title: 'Zu viele Sitzungen',
    text: 'Der Rechner oder die Appliance hat so viele Sitzungen, wie sie bedienen können.',
    next: 'Warten Sie, bis eine davon endet, und versuchen Sie es dann noch einmal.',
  },
  protocol_error: {
    title: 'Der Rechner und diese Seite verstehen einander nicht',
    text: 'Es kam etwas an, das nicht gesendet werden darf; darum wurde die Sitzung geschlossen.',
    next: 'Laden Sie die Seite neu: Vielleicht wurde die Appliance aktualisiert. Hilft das nicht, sagen Sie es der Verwaltung Ihrer Organisation.',
  },
  appliance_stopping: {
    title: 'Die Appliance wird beendet',
    text: 'Sie wird angehalten oder neu gestartet, und jede Sitzung endet damit.',
    next: 'Versuchen Sie es in einer Minute noch einmal.',
  },
  timed_out: {
    title: 'Die Verbindung ist verstummt',
    text: 'Zu lange war nichts zu hören; darum wurde die Sitzung geschlossen.',
    next: 'Prüfen Sie Ihr Netz und verbinden Sie sich dann wieder.',
  },
  replaced: {
    title: 'Eine andere Verbindung hat übernommen',
    text: 'Eine neuere Verbindung hat diese ersetzt.',
    next: 'Sehen Sie in Ihre anderen Fenster. Wenn Sie sich hier wieder verbinden, holen Sie sie zurück.',
  },
  unknown_device: {
    title: 'Der Rechner wurde entfernt',
    text: 'Er wurde von der Appliance entfernt, und jede Sitzung mit ihm ist beendet.',
    next: 'Wenn Sie ihn noch brauchen, bitten Sie die Verwaltung Ihrer Organisation, ihn wieder hinzuzufügen.',
  },
  bad_token: {
    title: 'Der Rechner ist nicht beigetreten',
    text: 'Sein Beitrittstoken ist falsch, schon benutzt oder abgelaufen.',
    next: 'Der Rechner muss mit einem neuen Token beitreten. Sagen Sie es der Verwaltung Ihrer Organisation.',
  },
  idle: {
    title: 'Die Sitzung wurde geschlossen, weil niemand sie benutzt hat',
    text: 'Lange Zeit gab es keine Eingabe.',
    next: 'Verbinden Sie sich wieder, um weiterzumachen.',
  },
  bad_ticket: {
    title: 'Der Rechner hat das Ticket abgelehnt',
    text: 'Die Erlaubnis, diesen Rechner anzurufen, die die Appliance für jede Sitzung signiert, galt dort nicht.',
    next: 'Verbinden Sie sich wieder. Geschieht es noch einmal, prüfen Sie, ob die Uhren der Appliance und des Rechners stimmen.',
  },
  cloned: {
    title: 'Zwei Rechner haben einen Schlüssel',
    text: 'Eine Kopie der Festplatte dieses Rechners ist mit der Appliance verbunden.',
    next: 'Bitten Sie die Verwaltung Ihrer Organisation, einen der beiden neu beitreten zu lassen.',
  },
  relay_lost: {
    title: 'Das Relay ist verschwunden',
    text: 'Das Relay, über das diese Sitzung lief, hat seine Verbindung verloren, oder der Rechner konnte es nicht erreichen.',
    next: 'Verbinden Sie sich wieder: Die Sitzung nimmt dann einen anderen Weg.',
  },
  not_on_list: {
    title: 'Sie stehen nicht auf der Zugriffsliste dieses Rechners',
    text: 'Der Rechner lässt nur anfragen, wen seine Zugriffsliste nennt, und hat abgelehnt, bevor dort jemand gefragt wurde.',
    next: 'Wer den Rechner betreut, kann Sie hinzufügen. Ihre ID und Ihr Alias stehen auf Ihrer Profilseite.',
  },
  dropped: {
    title: 'Die Verbindung ist abgebrochen',
    text: 'Dieser Browser hat die Verbindung zur Appliance verloren.',
    next: 'Prüfen Sie Ihr Netz und verbinden Sie sich dann wieder.',
  },
  gave_up: {
    title: 'Die Verbindung konnte nicht wiederhergestellt werden',
    text: 'Die Sitzung ist abgebrochen, und zwei Minuten voller Versuche haben sie nicht zurückgeholt.',
    next: 'Prüfen Sie Ihr Netz und ob der Rechner eingeschaltet ist, und verbinden Sie sich dann wieder.',
  },
  unreachable: {
    title: 'Die Appliance antwortet nicht',
    text: 'Dieser Browser erhielt von der Appliance keine Antwort.',
    next: 'Prüfen Sie Ihr Netz und versuchen Sie es dann noch einmal.',
  },
  signed_out: {
    title: 'Sie sind nicht angemeldet',
    text: 'Ihre Anmeldung ist beendet, und mit ihr das Recht, den Rechner zu sehen.',
    next: 'Melden Sie sich an, um weiterzumachen.',
  },
  unknown_machine: {
    title: 'Diesen Rechner gibt es nicht',
    text: 'Es gibt keinen Rechner mit dieser ID oder diesem Alias.',
    next: 'Prüfen Sie die Adresse. Die Liste der Rechner zeigt alle, die Sie erreichen können.',
  },
  device_key_changed: {
    title: 'Der Rechner hat einen anderen Schlüssel',
    text: 'Sein Schlüssel ist nicht der bisherige: Entweder wurde er neu eingerichtet, oder ein anderer Rechner gibt sich für ihn aus. Es wurde nichts an ihn gesendet.',
    next: 'Jemand, der Clients ändern darf, muss den neuen Schlüssel bestätigen.',
  },
  outside_hours: {
    title: 'Der Rechner ist jetzt geschlossen',
    text: 'Er ist nur zu seinen Öffnungszeiten erreichbar.',
    next: 'Verbinden Sie sich dann noch einmal, oder bitten Sie jemanden, der Clients ändern darf, die Zeiten zu ändern.',
  },
  approval_over: {
    title: 'Die Freigabe ist vorbei',
    text: 'Sie ist abgelaufen oder wurde zurückgenommen.',
    next: 'Verbinden Sie sich wieder, um um eine neue zu bitten.',
  },
  restarting: {
    title: 'Der Rechner startet neu',
    text: 'Die Sitzung ist beendet, weil der Rechner neu startet. Das kann einige Minuten dauern.',
    next: 'Verbinden Sie sich wieder, wenn er zurück ist.',
  },
  refused: {
    title: 'Die Appliance hat die Anfrage abgelehnt',
    text: 'Sie hat keine Sitzung begonnen.',
    next: 'Versuchen Sie es gleich noch einmal. Hilft das nicht, sagen Sie es der Verwaltung Ihrer Organisation.',
  },
  screen_failed: {
    title: 'Das Bild konnte nicht gezeigt werden',
    text: 'Der Rechner hat ein Bild gesendet, das diese Seite nicht lesen konnte.',
    next: 'Verbinden Sie sich wieder. Geschieht es noch einmal, versuchen Sie einen anderen Browser und sagen Sie es der Verwaltung Ihrer Organisation.',
  },
  failed: {
    title: 'In dieser Seite ist etwas schiefgegangen',
    text: 'Der Viewer ist wegen eines eigenen Fehlers stehen geblieben.',
    next: 'Laden Sie die Seite neu. Hilft das nicht, sagen Sie es der Verwaltung Ihrer Organisation.',
  },
};

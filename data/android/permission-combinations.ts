/**
 * Permissions that together make an abuse possible. What they make possible is all they say: many honest apps ask for the
 * same, and investment fraud usually needs none of them.
 *
 * Our own rules. Technique ids: MITRE ATT&CK for Mobile, (c) The MITRE Corporation, reproduced with its permission.
 */
export interface PermissionCombination {
  readonly id: string;
  readonly title: string;
  readonly means: string;
  readonly severity: 'info' | 'low' | 'medium' | 'high';
  readonly techniques: readonly string[];
  /** One of each inner list must be there. Names without `android.permission.`; `bind:X`: a component guarded by X. */
  readonly allOf: readonly (readonly string[])[];
}

const readsFiles = ['READ_EXTERNAL_STORAGE', 'READ_MEDIA_IMAGES', 'READ_MEDIA_VIDEO', 'MANAGE_EXTERNAL_STORAGE'];

export const permissionCombinations: readonly PermissionCombination[] = [
  {
    id: 'sms-theft',
    title: 'Can read text messages and send them away',
    means: 'One-time codes and other messages can be read and passed on.',
    severity: 'medium',
    techniques: ['T1636.004'],
    allOf: [['INTERNET'], ['READ_SMS', 'RECEIVE_SMS']],
  },
  {
    id: 'sms-sending',
    title: 'Can send text messages',
    means: 'Messages can be sent at the cost and in the name of the user.',
    severity: 'low',
    techniques: ['T1582'],
    allOf: [['SEND_SMS']],
  },
  {
    id: 'contacts-and-files',
    title: 'Can read contacts and pictures and send them away',
    means: 'Loan and sextortion apps collect exactly these to put pressure on the victim.',
    severity: 'medium',
    techniques: ['T1636.003', 'T1533'],
    allOf: [['INTERNET'], ['READ_CONTACTS'], readsFiles],
  },
  {
    id: 'installs-apps',
    title: 'Can install further apps',
    means: 'A second app can be downloaded and offered for installation.',
    severity: 'medium',
    techniques: ['T1407', 'T1544'],
    allOf: [['INTERNET'], ['REQUEST_INSTALL_PACKAGES', 'INSTALL_PACKAGES']],
  },
  {
    id: 'overlay',
    title: 'Can draw over other apps and see which one is open',
    means: 'A false sign-in form can be laid over a bank app at the right moment.',
    severity: 'medium',
    techniques: ['T1417.002', 'T1418', 'T1424'],
    allOf: [['SYSTEM_ALERT_WINDOW'], ['PACKAGE_USAGE_STATS', 'GET_TASKS', 'bind:BIND_ACCESSIBILITY_SERVICE']],
  },
  {
    id: 'accessibility',
    title: 'Has an accessibility service and network access',
    means: 'Once the user switches it on, it can read the screen and press buttons in any app.',
    severity: 'high',
    techniques: ['T1453', 'T1516', 'T1417'],
    allOf: [['bind:BIND_ACCESSIBILITY_SERVICE'], ['INTERNET']],
  },
  {
    id: 'notifications',
    title: 'Can read notifications of other apps and send them away',
    means: 'One-time codes that arrive as notifications can be read.',
    severity: 'medium',
    techniques: ['T1517'],
    allOf: [['bind:BIND_NOTIFICATION_LISTENER_SERVICE'], ['INTERNET']],
  },
  {
    id: 'device-admin',
    title: 'Asks to be a device administrator',
    means: 'It can lock the device and make itself hard to remove.',
    severity: 'medium',
    techniques: ['T1626.001', 'T1629.001', 'T1629.002'],
    allOf: [['bind:BIND_DEVICE_ADMIN']],
  },
  {
    id: 'screen-sharing',
    title: 'Can record or share the screen',
    means: 'False customer service watches the victim sign in to the bank.',
    severity: 'medium',
    techniques: ['T1513', 'T1663'],
    allOf: [['FOREGROUND_SERVICE_MEDIA_PROJECTION']],
  },
  {
    id: 'starts-at-boot',
    title: 'Starts with the device and keeps running',
    means: 'It can stay active without being opened.',
    severity: 'low',
    techniques: ['T1624.001', 'T1541'],
    allOf: [['RECEIVE_BOOT_COMPLETED'], ['FOREGROUND_SERVICE']],
  },
  {
    id: 'camera-and-pictures',
    title: 'Can use the camera, read pictures and send them away',
    means: 'Identity documents can be collected. Chat and banking apps ask for the same.',
    severity: 'info',
    techniques: ['T1512', 'T1533'],
    allOf: [['INTERNET'], ['CAMERA'], readsFiles],
  },
  {
    id: 'call-control',
    title: 'Can make, answer or redirect calls',
    means: 'Calls to a bank can be redirected to the fraudster.',
    severity: 'medium',
    techniques: ['T1616'],
    allOf: [['INTERNET'], ['CALL_PHONE', 'ANSWER_PHONE_CALLS', 'PROCESS_OUTGOING_CALLS']],
  },
  {
    id: 'location-tracking',
    title: 'Can follow the location while it is not open',
    means: 'The position of the device can be sent at any time.',
    severity: 'low',
    techniques: ['T1430'],
    allOf: [['INTERNET'], ['ACCESS_BACKGROUND_LOCATION']],
  },
  {
    id: 'listens',
    title: 'Can record sound and send it away',
    means: 'Conversations can be recorded. Every app with voice messages asks for the same.',
    severity: 'info',
    techniques: ['T1429'],
    allOf: [['INTERNET'], ['RECORD_AUDIO']],
  },
];

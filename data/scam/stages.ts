/** What a scam operation does to a person, as far as its words show it. Sources: data/scam/README.md. */

export const scamKinds = {
  investment: 'fake investment platform, often after a romance or friendship',
  'job-task': 'paid tasks or a job that asks for deposits',
  authority: 'a false police officer, prosecutor, bank or authority',
  recovery: 'a false offer to recover money already lost',
  phishing: 'a false notice that leads to a page or number asking for secrets or money',
  'advance-fee': 'a loan, prize or inheritance that asks for a fee first',
  'family-emergency': 'a false relative or friend in need of money',
} as const;
export type ScamKind = keyof typeof scamKinds;

interface Stage {
  readonly title: string;
  /** What it means, for a reader who has not met it. */
  readonly detail: string;
  readonly kinds: readonly ScamKind[];
}

export const stages = {
  'wrong-person': {
    title: 'Contact: a message to the "wrong person"',
    detail: 'Operations open conversations as if by mistake, then stay friendly.',
    kinds: ['investment', 'job-task'],
  },
  grooming: {
    title: 'Grooming: affection and daily attention',
    detail: 'Daily greetings and shared plans build trust before money is named.',
    kinds: ['investment'],
  },
  'channel-move': {
    title: 'Contact: asked to move to a private messenger',
    detail: 'Conversations are moved early to a messenger that the operation controls.',
    kinds: ['investment', 'job-task'],
  },
  'promised-gain': {
    title: 'Platform: gains promised, or an expert who knows',
    detail: 'Certain or daily gains, an insider, a mentor or relative with a method.',
    kinds: ['investment'],
  },
  platform: {
    title: 'Platform: told to register at or install a platform',
    detail: 'A particular site or app, often with an invitation code.',
    kinds: ['investment', 'job-task'],
  },
  'small-win': {
    title: 'Small win: a first payout is shown',
    detail: 'A small withdrawal is allowed, to make larger deposits follow.',
    kinds: ['investment', 'job-task'],
  },
  'deposit-pressure': {
    title: 'Deposit pressure: pay in more, soon',
    detail: 'Limited places, higher levels, borrowing: more money, quickly.',
    kinds: ['investment', 'job-task'],
  },
  'withdrawal-blocked': {
    title: 'Withdrawal blocked: a tax, fee or deposit before money is released',
    detail: 'No genuine broker asks for a payment from outside before a withdrawal.',
    kinds: ['investment', 'job-task'],
  },
  'job-offer': {
    title: 'Job: easy pay for small online work',
    detail: 'High daily pay without experience, offered unasked.',
    kinds: ['job-task'],
  },
  'task-work': {
    title: 'Job: likes, ratings or orders as "tasks"',
    detail: 'Trivial tasks with commission lead to tasks that must be paid for.',
    kinds: ['job-task'],
  },
  'prepaid-task': {
    title: 'Job: tasks that must be paid for first',
    detail: 'A negative balance, a combined order or a mistake must be settled with own money.',
    kinds: ['job-task'],
  },
  'authority-claim': {
    title: 'Authority: claims to be police, court, customs or bank, and accuses',
    detail: 'A crime is said to be linked with the person, a parcel or an account.',
    kinds: ['authority'],
  },
  secrecy: {
    title: 'Authority: told to keep silent or stay on the line',
    detail: 'Secrecy keeps the person from asking anyone.',
    kinds: ['authority', 'family-emergency'],
  },
  'safe-account': {
    title: 'Authority: money must be moved to a "safe" account',
    detail: 'No police force and no bank asks for that.',
    kinds: ['authority'],
  },
  'remote-access': {
    title: 'Told to install a remote-control app or share the screen',
    detail: 'The screen shows codes and balances to whoever watches.',
    kinds: ['authority', 'phishing', 'investment'],
  },
  'recovery-offer': {
    title: 'Recovery: lost money is said to be recoverable for a fee',
    detail: 'Those who lost money are approached again.',
    kinds: ['recovery'],
  },
  'account-notice': {
    title: 'Notice: an account, card or identity is said to be blocked or at risk',
    detail: 'A notice that asks for action on a page or number.',
    kinds: ['phishing'],
  },
  'parcel-notice': {
    title: 'Notice: a parcel is said to be held',
    detail: 'A small fee or an address is asked for on a page.',
    kinds: ['phishing'],
  },
  'payment-notice': {
    title: 'Notice: a fine, toll, bill, purchase or refund',
    detail: 'A claim that leads to a page or a call.',
    kinds: ['phishing'],
  },
  'prize-notice': {
    title: 'Notice: a prize, points or credit',
    detail: 'A gain that has to be claimed on a page or with a fee.',
    kinds: ['phishing', 'advance-fee'],
  },
  'loan-offer': {
    title: 'Offer: a quick loan without checks',
    detail: 'Loans that ask for a fee first, or that collect contacts for blackmail.',
    kinds: ['advance-fee'],
  },
  'family-emergency': {
    title: 'A relative with a new number who needs money',
    detail: 'A message in the name of a child or friend.',
    kinds: ['family-emergency'],
  },
} as const satisfies Readonly<Record<string, Stage>>;
export type StageId = keyof typeof stages;

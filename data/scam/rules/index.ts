import ar from './ar.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };
import es from './es.json' with { type: 'json' };
import fr from './fr.json' with { type: 'json' };
import hi from './hi.json' with { type: 'json' };
import id from './id.json' with { type: 'json' };
import ja from './ja.json' with { type: 'json' };
import km from './km.json' with { type: 'json' };
import ko from './ko.json' with { type: 'json' };
import pt from './pt.json' with { type: 'json' };
import ru from './ru.json' with { type: 'json' };
import th from './th.json' with { type: 'json' };
import vi from './vi.json' with { type: 'json' };
import zhHans from './zh-Hans.json' with { type: 'json' };
import zhHant from './zh-Hant.json' with { type: 'json' };

/** The rule files of all languages, as they stand: src/scam checks them when it loads them. */
export const ruleFiles: readonly { readonly name: string; readonly content: unknown }[] = [
  { name: 'ar.json', content: ar },
  { name: 'en.json', content: en },
  { name: 'es.json', content: es },
  { name: 'fr.json', content: fr },
  { name: 'hi.json', content: hi },
  { name: 'id.json', content: id },
  { name: 'ja.json', content: ja },
  { name: 'km.json', content: km },
  { name: 'ko.json', content: ko },
  { name: 'pt.json', content: pt },
  { name: 'ru.json', content: ru },
  { name: 'th.json', content: th },
  { name: 'vi.json', content: vi },
  { name: 'zh-Hans.json', content: zhHans },
  { name: 'zh-Hant.json', content: zhHant },
];

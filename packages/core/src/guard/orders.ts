/**
 * How texts give orders to an assistant that reads them: regular expressions over folded text, which has small letters,
 * no accents, one space between words, and a comma wherever a sentence ends or pauses.
 */

/** "Ignore all previous instructions": a verb, which orders, and a word for orders, with a few words between. */
interface Disobey {
  readonly verbs: string;
  readonly which: string;
  readonly orders: string;
}

export const DISOBEY: readonly Disobey[] = [
  {
    verbs: "ignor(?:e|ing)|disregard|forget|discard|pay no attention to|(?:do not|don't|stop) (?:follow|obey)(?:ing)?",
    which: 'all|any|every|previous|prior|above|earlier|preceding|foregoing|your|system|initial|original',
    orders: 'instructions?|prompts?|directives?|guidelines|commands|context',
  },
  {
    verbs: 'ignore|disregard|forget|override|bypass|overwrite|break|abandon',
    which: 'your|previous|prior|earlier',
    orders: 'rules|guardrails|programming|constraints|restrictions',
  },
  {
    verbs: 'ignorier(?:e|en|t)?|missachten?|vergiss|vergessen|vergesst|ubergehen?|befolg(?:e|en|t)(?: sie)? nicht',
    which: 'alle|samtliche|deine|ihre|(?:vor|bis|obig|fruh|voran)[a-z]*',
    orders: 'anweisung(?:en)?|instruktion(?:en)?|befehle?|vorgaben|systemprompt|prompts?',
  },
  {
    verbs:
      'ignore[rz]?|oublie[rz]?|neglige[rz]?|ne (?:tiens|tenez) pas compte d(?:e|es)|ne (?:suis|suivez) (?:pas|plus)',
    which: 'toutes|tous|tes|vos|les',
    orders: '(?:instructions|consignes|directives|ordres)',
  },
  {
    verbs: 'ignor[ae]n?|olvid[ae]n?|desobedece|descart[ae]n?|no sig(?:as|a|an)|haz caso omiso de',
    which: 'todas|todos|tus|sus|las|los',
    orders: 'instrucciones|indicaciones|ordenes|directrices',
  },
  {
    verbs: 'ignor(?:a|ate|are)|dimentic(?:a|ate|are)|trascura(?:te)?|non (?:seguire|seguite|rispettare)',
    which: 'tutte|tue|tuoi|vostre|le',
    orders: 'istruzioni|indicazioni|direttive',
  },
  {
    verbs: 'ignor[ae]m?|esquec[ae]|desconsider[ae]|nao sig[ao]',
    which: 'todas|suas|tuas|as',
    orders: 'instrucoes|orientacoes|diretrizes',
  },
  {
    verbs: 'negeer|vergeet|volg niet',
    which: 'alle|je|jouw|uw|vorige|eerdere|voorgaande|bovenstaande',
    orders: 'instructies|opdrachten|aanwijzingen|prompts?',
  },
  {
    verbs: 'zignoruj|ignoruj|zapomnij',
    which: 'wszystkie|wszystkich|poprzednie|poprzednich|swoje|swoich',
    orders: 'instrukcje|instrukcji|polecenia|polecen',
  },
  {
    verbs: '(?:про)?игнорируи(?:те)?|забудь(?:те)?|не следуи(?:те)?',
    which: 'все|всем|предыдущие|предыдущих|предыдущим|свои|твои|ваши',
    orders: 'инструкции|инструкциям|указания|указаниям|команды',
  },
];

/** Words that turn an order around: "do not forget your instructions". */
export const BEFORE = "not|n't|never|no|non|nao|nie|не";
export const WITHIN = 'not|nicht|pas|niet|my|our|meine|unsere';

const MODEL =
  '(?:ai|llm|large language model|language model|chatgpt|gpt)s?(?: (?:assistant|agent|model|reviewer|system)s?)?';
const DO =
  "(?:ignore|delete|send|forward|do not|don't|never|say|tell|reply|respond|report|call|execute|reveal|approve|treat|you must|you should|export|recommend|please)";
const ANSWER = '(?:answer|reply|summary|report|response|output|findings)';
const THIS =
  '(?:this|these|that|those|the|any) (?:event|entry|record|log|line|change|activity|action|login|export|finding)s?';
const STARTS = '(?:^|, ?|and |please |always |just |only )';

/** Whole sentences, by what they do. */
export const SENTENCES: readonly string[] = [
  // Address a model.
  `(?:note|message|instructions?|notice) (?:to|for) (?:the |all |any |every )?${MODEL}(?: [a-z]+ this [a-z]+)?,`,
  `(?:attention|hey|dear|hello),? (?:the |all |any )?${MODEL},`,
  `(?:^|, ?)(?:${MODEL}|assistant), ${DO}`,
  `if you(?:'re| are) (?:an? |the )?(?:${MODEL}|(?:ai |virtual )?assistant)`,
  `as an? ${MODEL},? you (?:must|should|will|have to)`,
  `${MODEL} (?:that is |that are )?(?:reading|reviewing) (?:this|these)`,
  // Change its role.
  'from now on,? you (?:will )?(?:act as|answer|respond|obey|ignore|pretend|only (?:answer|respond|reply|say))',
  'you are (?:now )?(?:in (?:developer|god|jailbreak|dan|unrestricted) mode|unrestricted|jailbroken)',
  'you are no longer (?:bound by|restricted by) (?:your|any|the) (?:rules|guidelines|instructions|restrictions)',
  '(?:act|behave|respond) as (?:if you (?:were|are|have|had)|an? (?:unrestricted|unfiltered|uncensored|jailbroken))',
  "pretend (?:that )?you(?:'re| are| have| were)",
  'your new (?:system )?(?:instructions|prompt)',
  'new system (?:prompt|instructions),',
  // Ask for what it was told.
  '(?:reveal|print|show|repeat|output|disclose|leak|recite|tell)(?: [^ ]+){0,3} your(?: [^ ]+){0,2} (?:system|hidden|initial|original) (?:prompt|instructions)',
  'what (?:is|was|are|were) your (?:system|hidden|initial|original) (?:prompt|instructions)',
  // Tell it what to say, or to leave out.
  `(?:do not|don't|never) (?:mention|report|reveal|disclose|include|flag|list|show|summari[sz]e) (?:${THIS}|this|anything)(?: [^ ]+){0,3} (?:in|from) your ${ANSWER}`,
  `(?:do not|don't|never) (?:mention|report|reveal|disclose|show) ${THIS}(?: [^ ]+){0,3} to (?:the |your )?(?:user|human|analyst|auditor|operator|reviewer|reader)`,
  `(?:leave|omit|exclude|hide|skip|drop) ${THIS}(?: [^ ]+){0,2} (?:from|out of|in) your ${ANSWER}`,
  `${STARTS}(?:say|report|state|conclude|answer|respond|reply|confirm|tell [^ ]+(?: [^ ]+)?) that (?:nothing|everything|all|there (?:is|are|was|were) (?:no|nothing))(?: [^ ]+){0,3} (?:suspicious|unusual|malicious|wrong|normal|in order|to report)`,
  `in your (?:next |final )?${ANSWER},? (?:include|write|say|add|recommend|do not|don't|claim)`,
  // Tell it to use its tools, or to give away what it knows.
  '(?:call|invoke) (?:the |your )?[^ ]+(?: [^ ]+){0,2} (?:tool|function) (?:to|and|with)',
  'use your (?:tools|(?:browser|mail|email|shell|file) tool)',
  '(?:send|post|upload|forward|exfiltrate|paste|leak)(?: [^ ]+){0,3} your (?:conversation|chat history|context window|system prompt|memory)',
  // Imitate the marks that models get their orders with.
  '<\\|(?:im start|im_start|system|end of text|endoftext|start header id|eot id)\\|>',
  '\\[/?inst\\]|<<sys>>|</?system(?: reminder| prompt| message)?>',
  '##+ ?(?:system|instructions?|new instructions?),',
  '(?:^|, ?)system, (?:you are|you must|ignore|override)',
  // German.
  'ab (?:jetzt|sofort|nun),? (?:antwortest|ignorierst|befolgst|gehorchst|handelst) du',
  '(?:wenn|falls) (?:du|sie) (?:eine? )?(?:ki|kunstliche intelligenz|sprachmodell|llm|ki assistent)',
  '(?:hinweis|nachricht|anweisung|achtung)(?: an| fur)?(?: die| das| den| alle)? (?:ki|sprachmodelle?|llm|ki assistent(?:en)?),',
  '(?:erwahn|meld|nenn)(?:e|en) (?:dies|diesen|diese|dieses)(?: [^ ]+){0,2} nicht in (?:dein|ihr)[a-z]* ',
  '(?:zeig|verrat|nenn|gib|wiederhol)(?:e|en)?(?: [^ ]+){0,2} (?:deinen?|ihren?) (?:system ?prompt|systemanweisung(?:en)?)',
  `${STARTS}(?:sag|bericht|meld|antwort|schreib)(?:e|en)?(?: [^ ]+){0,3},? dass (?:nichts|alles|keine)(?: [^ ]+){0,3} (?:auffallig|verdachtig|ungewohnlich|ordnung)`,
  // French.
  'si (?:tu es|vous etes) une? (?:ia|intelligence artificielle|modele de langage|assistant|llm)',
  "(?:note|message|instructions?|consigne) (?:a |pour )(?:l'|toute |les )?(?:ia|intelligence artificielle|modele de langage|assistant ia|llm),",
  'a partir de maintenant,? (?:tu|vous) (?:reponds|repondez|ignores|ignorez|obeis|obeissez|agis|agissez)',
  'ne (?:mentionne|mentionnez|signale|signalez) (?:pas|jamais) (?:ceci|cela|cet|cette|ces)(?: [^ ]+){0,3} dans (?:ta|votre) ',
  '(?:revele|revelez|affiche|affichez|montre|montrez)(?: [^ ]+){0,2} (?:ton|votre) (?:prompt|invite) (?:systeme|initial)',
  // Spanish, Italian, Portuguese, Dutch.
  'si eres una? (?:ia|inteligencia artificial|modelo de lenguaje|asistente|llm)',
  'a partir de ahora,? (?:actua|responde|ignora|obedece)',
  'no (?:menciones|reveles) (?:este|esta|esto|estos|estas)(?: [^ ]+){0,3} en tu ',
  "se sei un(?:a |'| )?(?:ia|intelligenza artificiale|modello linguistico|assistente|llm)",
  "d'ora in (?:poi|avanti),? (?:rispondi|agisci|ignora|obbedisci)",
  'se voce e uma? (?:ia|inteligencia artificial|modelo de linguagem|assistente|llm)',
  'a partir de agora,? (?:voce )?(?:responda|responde|aja|ignore|obedeca)',
  '(?:als|indien) (?:je|jij|u) een (?:ai|taalmodel|llm)',
  // Chinese, Japanese and Korean have no spaces between words.
  '(?<!不要|勿|别)(?:忽略|无视|無視|忘记|忘記)[^,]{0,6}(?:之前|以前|先前|所有|上述|以上|一切|全部)[^,]{0,8}(?:指令|指示|提示)',
  '(?:これまで|以前|上記|すべて|全て|前)[^,]{0,8}(?:指示|命令|プロンプト)[^,]{0,6}(?:無視|忘れ)(?!しない|せず|ない|ず)',
  '(?:이전|모든|위의|앞선)[^,]{0,8}(?:지시|명령|프롬프트)[^,]{0,6}(?:무시|잊)(?!하지)',
];

/** Every order has one of these, and most texts have none. A space is whatever is no letter. */
export const STEMS: readonly string[] = [
  'instruc,instruk,istruz,prompt,directiv,guideline,command,context,rules,guardrail,programming,constraint,restrict',
  ' ai , ais ,llm,gpt,language,assist,asist,system,sys ,inst ,im start,endoftext,endof text,end oftext,end of text',
  'start header id,eot id,from now on,mode,jailbr,uncensored,unfiltered,pretend,as if,your,tool,function',
  'do not ,never ,n t ,suspicious,unusual,malicious,wrong,normal,in order,to report,say,confirm',
  'anweis,befehl,vorgab, ki ,sprachmodell,ab jetzt,ab sofort,ab nun,nicht,dass,zeig,verrat,nenn',
  'consigne,ordre, ia ,intelligen,modele,maintenant,mentionne,signale,invite',
  'indicac,ordenes,directric,partir de a,modelo,menciones,reveles',
  'indicazion,direttiv,modello,d ora',
  'orientac,diretriz,opdracht,aanwijzing,taalmodel,polecen',
].flatMap((stems) => stems.split(','));

/** The same in other alphabets. */
export const OTHER_STEMS = 'инструкци|указани|команд|指|提示|命令|プロンプト|지시|명령|프롬프트';

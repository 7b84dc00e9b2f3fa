"""Small talk, and questions about the program and the collection: patterns of whole lines."""

from __future__ import annotations

from qa.conversation.intent_kinds import COLLECTION, OPEN, THIS, IntentKind

_LANGUAGE = (
    r"(?:english|german|french|spanish|italian|dutch|portuguese|polish|swedish|danish|norwegian"
    r"|finnish|russian|ukrainian|turkish|greek|czech|hungarian|romanian|arabic|hebrew|chinese"
    r"|japanese|korean|hindi)"
)

TALK: tuple[tuple[IntentKind, str], ...] = (
    (
        IntentKind.GREETING,
        r"(?:hi+|hello+|hey+|hiya|howdy|yo|greetings|good (?:morning|afternoon|evening|day)"
        r"|hallo|salut|bonjour|bonsoir|coucou|hola|buenos días|buenos dias|buenas tardes"
        r"|buenas noches|ciao|buongiorno|buonasera|olá|bom dia|boa tarde|boa noite|moin|servus"
        r"|grüß gott|grüss gott|grüezi|guten (?:morgen|tag|abend)|hoi|goedemorgen|goedemiddag"
        r"|goedenavond|goedendag|hej|hei|god (?:morgon|morgen|dag|kväll|kveld|aften)|goddag|terve"
        r"|ahoj|dobrý den|dobry den|cześć|czesc|dzień dobry|dzien dobry|privet|привет|здравствуйте"
        r"|merhaba|selam|shalom|salaam|namaste|konnichiwa|こんにちは|ni hao|你好|您好|안녕하세요"
        r"|γεια σου|γεια σας)(?: hi| hello| hej)?"
        r"(?:,? how are you(?: doing)?(?: today)?)?|how are you(?: doing)?(?: today)?|how(?:'s| is)"
        r" it going"
        r"|what'?s up|sup",
    ),
    (
        IntentKind.THANKS,
        r"(?:ok|okay|great|perfect|cool|nice|good|yes|super|wonderful|excellent|no)?,? ?(?:many"
        r" thanks"
        r"|thanks(?: a lot| so much| very much| a million| for (?:that|this|your help|the help))?"
        r"|thank you(?: so much| very much| for (?:that|this|your help|the help))?|thx|ty|cheers"
        r"|danke(?: schön| schoen| sehr)?|vielen dank|dank je|dank u|bedankt"
        r"|merci(?: beaucoup| bien)?|(?:muchas )?gracias|grazie(?: mille)?|obrigado|obrigada|takk"
        r"|mange tak|tack så mycket|kiitos|dziękuję|dziekuje|спасибо|ありがとう|谢谢"
        r"|much appreciated|appreciate it)(?:,? (?:that(?:'s| is| was)"
        r" (?:great|helpful|all|perfect|it|very helpful)(?: i (?:need|needed|wanted))?"
        r"|thats (?:all|it|great)|that (?:helps|helped)(?: a lot)?|(?:good)?bye|goodbye|good bye)"
        r"[,.! ]*)*",
    ),
    (
        IntentKind.FAREWELL,
        r"(?:(?:ok|okay),? )?(?:bye+|bye bye|goodbye|good bye|good night|see (?:you|ya)(?: later|"
        r" soon"
        r"| tomorrow)?|farewell|cya|ciao ciao|that(?:'s| is| will be) (?:all|it)(?: for (?:now"
        r"|today))?|thats (?:all|it)(?: for now)?"
        r"|i(?:'m| am) done|have a (?:nice|good|great) (?:day|evening|weekend|one)|tschüss|tschuess"
        r"|auf wiedersehen|au revoir|adiós|adios|arrivederci|tot ziens|hej då|ha det|do widzenia)",
    ),
    (
        IntentKind.PRAISE,
        r"(?:(?:hm|hmm|ah|oh|well),? )?(?:hm|hmm|ok|okay|k|great|good|nice|cool|perfect|awesome"
        r"|excellent|wow|super|fine|right|alright"
        r"|all right|yes|yep|yeah|sure|i see|got it|understood|interesting|good (?:job|answer|work)"
        r"|well done|nice one|(?:that(?:'s| is| was) )?(?:very |really |so )?(?:great|good|nice"
        r"|cool"
        r"|perfect|helpful|useful|interesting|right|correct|clear)|makes sense|lol|haha+|no|nope)",
    ),
    (
        IntentKind.COMPLAINT,
        r"(?:no,? )?(?:(?:that|this|it)(?:'s| is| was) (?:wrong|not right|incorrect|not correct"
        r"|false"
        r"|not what i (?:asked|meant)|not (?:the|an) answer|nonsense|rubbish|useless|not (?:it"
        r"|true))"
        r"|wrong(?: answer)?|bad answer|you(?:'re| are) wrong|that(?:'s| is)? not what i (?:asked"
        r"|meant)"
        r"(?: for)?|i (?:didn'?t|did not) (?:ask|mean) that|that (?:doesn'?t|does not) (?:answer"
        r"|help)"
        r"(?: (?:me|it|my question|the question))?)",
    ),
    (
        IntentKind.IDENTITY,
        r"(?:who|what) are you|what(?:'s| is) your name|are you (?:a |an )?(?:robot|bot|human|ai"
        r"|llm|chatbot|person|real|chatgpt|language model)|who (?:made|built|wrote|created) you",
    ),
    (
        IntentKind.HELP,
        r"(?:help|help me|i need help|how (?:do|can|should) i use (?:this|you|it|qa)|how does"
        r" (?:this|qa)"
        r" work|how do you work|what can you do|what do you do|what can i do(?: here)?|commands"
        r"|\?+)",
    ),
    (
        IntentKind.EXAMPLES,
        r"what (?:can|could|may|should|shall) (?:i|we|one) ask(?: you| here| about)?(?: here)?"
        r"|(?:(?:give|show) me |any )?(?:some |an )?examples?(?: questions?)?(?: please)?"
        r"|what (?:kind|kinds|sort|sorts|types?) of questions (?:can|could|may|should) (?:i|we)"
        r" ask(?: you)?"
        r"|suggest (?:me )?(?:some |a )?questions?|what (?:questions )?do you know(?: about)?"
        r"|what do you know|what else (?:can|could) i ask",
    ),
    (
        IntentKind.ABOUT,
        rf"what(?:'s| is| are) (?:in )?{COLLECTION}(?: (?:all )?about)?|what(?:'s| is) (?:in"
        rf" )?here"
        rf"|what (?:is|are) {COLLECTION} (?:mostly |mainly )?about|what do i have here"
        r"|what (?:topics|subjects|themes) (?:are (?:there|covered)|do (?:you|they|these"
        rf" documents) (?:cover"
        rf"|have))(?: here)?|(?:summari[sz]e|describe) (?:this|the|my|your|our)"
        r" (?:collection|folder|files|notes|vault|corpus|library|archive|index)",
    ),
    (
        IntentKind.PRAISE,
        r"(?:sorry|sry|my bad|oops|wait|stop|hold on|one moment|go ahead|good bot|fair enough"
        r"|never knew that|i (?:did not|didn't) know that|noted)",
    ),
    (
        IntentKind.COMPLAINT,
        r"(?:no,? )?(?:not (?:that|this|it)(?: one)?|(?:the )?wrong (?:one|person|document|thing)"
        r"|i (?:don't|dont|do not) (?:understand|get)(?: (?:it|that|this|the answer))?"
        r"|what do you mean(?: by (?:that|this))?|huh)",
    ),
    (
        IntentKind.IDENTITY,
        r"(?:what|which) (?:ai|model|llm|language model) (?:are you|is this|do you use)"
        r"|do you (?:use|have) (?:ai|a language model|an llm|chatgpt|(?:the )?internet(?: access)?)"
        r"|(?:(?:can|could) you )?(?:search|google|check|look (?:it|that) up on) (?:(?:on|in) )?"
        r"(?:the )?(?:web|internet|online)|google (?:it|that)|are you there"
        r"|tell (?:me|us) a (?:joke|story)",
    ),
    (
        IntentKind.FORGET,
        r"(?:(?:ok|okay|so|now),? )?(?:(?:(?:let's|lets|let us|can we|i want to) )?(?:start"
        r" (?:over|again|afresh|fresh|new)|(?:talk about|try|ask about) something"
        r" (?:else|different|new)|change (?:the )?(?:topic|subject))"
        r"|(?:(?:a|on to a|on to the) )?(?:new|different|another|next) (?:topic|subject|question)"
        r"|change of (?:topic|subject)|something (?:else|different)|reset|clear"
        r"|clear (?:the )?(?:chat|context|history|conversation)|new (?:chat|conversation)"
        r"|(?:forget|ignore|drop|scratch) (?:that|it|this|everything|the last (?:one|question)"
        r"|what i (?:said|asked))|never mind|nevermind|nvm)",
    ),
    (
        IntentKind.FORM,
        rf"(?:{OPEN}(?:say|give|tell|show|explain|put|repeat|write|translate|answer)"
        rf"(?: (?:me|us))?(?: {THIS})? )?(?:in|into|to) {_LANGUAGE}"
        rf"|{OPEN}(?:translate|rephrase|paraphrase|reword|simplify)(?: {THIS})?"
        rf"|(?:{OPEN}(?:say|explain|put|repeat|tell)(?: (?:me|us))?(?: {THIS})? )?(?:in|with|using)"
        r" (?:simple|simpler|plain|easier|other|different|your own)"
        r" (?:words|terms|language|english)"
        rf"|simpler|{OPEN}explain(?: {THIS})?(?: to me)? (?:like|as if)"
        r" (?:i'm|i am|im|i was|i were) (?:five|ten|a child)|eli5"
        rf"|(?:{OPEN}(?:show|give|put|make|write)(?: (?:me|us|it|that|this))* )?(?:as|in|into)"
        r" (?:a )?(?:list|table|bullets|bullet points|json|csv)"
        rf"|{OPEN}(?:write|draft|compose)(?: me)? an? (?:email|mail|letter|reply|report|essay|poem"
        rf"|article|post)(?: (?:about|on|from|with) {THIS})?",
    ),
)

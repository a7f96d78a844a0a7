"""Word lists for furniture: what news pages print around articles, and how sentences differ.

Furniture needs evidence, and these words are the evidence: lines of buttons and menus, names of
news agencies, phrases that point to another article. The verbs are evidence against it.
"""

from typing import Final

from annotator.text.abbreviations import MONTH_NAMES, WEEKDAYS, ZONES
from annotator.text.lazy_pattern import lazy_pattern
from annotator.text.word_lists import (
    IRREGULAR_FORMS,
    JUDGING_VERBS,
    SAYING_VERBS,
    verb_forms,
    word_set,
)


def _lines(text: str) -> frozenset[str]:
    return frozenset(each.strip() for each in text.replace("\n", "/").split("/") if each.strip())


FRAME_LINES: Final = _lines("""
share/share this/share this article/share this story/share article/share on facebook
share on twitter/share on x/share on whatsapp/share on linkedin/share via email/share options
facebook/twitter/whatsapp/linkedin/reddit/pinterest/telegram/instagram/youtube/bluesky/threads
flipboard/messenger/copy link/link copied/url copied/copy link url copied/print/email/e-mail
tweet/retweet/like/save/save article/bookmark/follow/following/gift this article/more options
listen/listen now/play/pause/watch/watch now/watch live/live/live tv/live updates/on air
advertisement/advertising/ad/ads/sponsored/sponsored content/paid content/promoted/partner content
from our partners/paid post/story continues below/article continues below/continue reading
story continues below advertisement/article continues below advertisement/continue
skip to content/skip to main content/skip to navigation/menu/navigation/search/search site/close
log in/login/sign in/sign out/log out/sign up/register/subscribe/subscribe now/my account/account
already a subscriber? sign in/already a subscriber? log in/subscribers only/donate/donate now
support us/become a member/home/homepage/latest/latest news/breaking/breaking news/top stories
more top stories/news/world news/us news/uk news/local news/world/politics/business/sport/sports
opinion/opinions/entertainment/technology/tech/science/health/weather/culture/lifestyle/travel
video/videos/photos/podcast/podcasts/pictures/gallery/features/editorial/letters/obituaries
classifieds/newsletters/newsletter/our newsletters/see all newsletters/today's paper/e-paper
press release/guest essay/opinion column/sponsored by/most read/most viewed/most popular/trending
trending now/editors' picks/editor's picks/editors’ picks/recommended/recommended for you
recommended stories/recommended reading/related/related articles/related stories/related topics
related content/related news/related links/read more/read more about/read next/what to read next
read also/up next/next up/next/previous/next article/previous article/next story/previous story
more from this author/more on this story/more on this/more stories/more news/more like this
you may also like/you might also like/you may be interested in/also read/see also/see more
show more/load more/load more updates/load more comments/view more/view all/see all/back to top
top of page/go to top/return to homepage/return to home page/comments/comment/view comments
leave a comment/show comments/post a comment/join the conversation/add a comment/leave a reply
report an error/report a correction/report a typo/report a correction or typo/send a tip
submit a tip/contact us/about us/advertise/advertise with us/terms of use/terms of service
terms and conditions/terms & conditions/terms/privacy/privacy policy/privacy notice/cookie policy
cookie settings/cookies/accept all/accept cookies/manage cookies/do not sell my info/accessibility
careers/jobs/site map/sitemap/help/faq/rss/editorial code of conduct/ethics policy/corrections
our standards/view results/vote now/vote/toggle caption/hide caption/enlarge this image
open this photo in gallery/view image in fullscreen/image/open image modal/expand image
expand/collapse/transcript/download/loading/please wait/enter your email/enter your email address
your email address/email address/unsubscribe/no thanks/not now/dismiss/thanks for reading
thank you for reading/more to follow/more to come/more details to follow/follow live updates
follow live/key events/view comments section/for confidential support call/start your free trial
download our app/download the app/get the app/get our app/listen to this article
listen to article/listen to this story/name and address supplied/tags/topics/filed under
categories/keywords/share this page/in this article/on this page/table of contents/contents
startseite/zur startseite/teilen/artikel teilen/artikel drucken/drucken/anzeige/werbung
menü/suche/anmelden/abonnieren/newsletter abonnieren/newsletter bestellen/mehr zum thema
mehr dazu/weitere artikel/weitere themen/auch interessant/das könnte sie auch interessieren
lesen sie auch/meistgelesen/kommentare/nach oben/impressum/datenschutz/merken/vorlesen/schlagworte
zum thema/politik/wirtschaft/kultur/wissen/panorama
accueil/partager/partager l'article/publicité/annonce/imprimer/s'abonner/abonnez-vous/se connecter
s'abonner à la newsletter/aller au contenu/lire aussi/à lire aussi/lire la suite/en savoir plus
voir aussi/à voir aussi/vos commentaires/commentaires/réagir/les plus lus/sur le même sujet
mentions légales/sur le même thème/économie/international/newsletters gratuites
inicio/compartir/compartir en facebook/publicidad/anuncio/imprimir/suscríbete/suscribirse
iniciar sesión/más información/más noticias/lea también/lee también/te puede interesar
le puede interesar/te recomendamos/noticias relacionadas/relacionados/comentarios/lo más leído
lo más visto/aviso legal/política de privacidad/mundo/deportes/economía/etiquetas/temas
condividi/pubblicità/annuncio pubblicitario/stampa/abbonati/accedi/leggi anche/leggi tutto
potrebbe interessarti/articoli correlati/commenti/i più letti/cronaca/riproduzione riservata
deel/delen/deel dit artikel/advertentie/abonneer/inloggen/lees ook/lees meer/lees verder
meer over dit onderwerp/gerelateerd/reacties/meest gelezen/nieuws/bekijk ook/zie ook
início/compartilhar/partilhar/publicidade/anúncio/imprimir/assine/entrar/leia também/leia mais
saiba mais/veja também/notícias relacionadas/comentários/mais lidas/esportes/desporto/relacionadas
главная/поделиться/реклама/подписаться/подпишитесь/войти/читайте также/читать далее/подробнее
по теме/комментарии/материалы по теме/новости/мир/спорт/самое читаемое/популярное/теги
hem/dela/dela artikel/annons/reklam/prenumerera/logga in/läs också/läs mer/läs även/relaterat
kommentarer/mest läst/nyheter/skriv ut/start
strona główna/udostępnij/reklama/subskrybuj/zaloguj się/czytaj także/czytaj też/czytaj więcej
zobacz też/zobacz także/komentarze/najczęściej czytane/wiadomości/świat/polityka/tagi
シェア/シェアする/ツイート/広告/関連記事/関連ニュース/続きを読む/もっと見る/メニュー/検索/ログイン
会員登録/トップへ戻る/ホーム/ランキング/コメント/あわせて読みたい
分享/分享到/广告/廣告/相关新闻/相关阅读/相關新聞/延伸阅读/更多/阅读更多/登录/注册/菜单/搜索/首页/评论/返回顶部
공유/공유하기/광고/관련기사/관련 기사/로그인/댓글/더보기/메뉴/검색/홈
شارك/مشاركة/إعلان/اقرأ أيضا/اقرأ أيضاً/اقرأ المزيد/الرئيسية/تسجيل الدخول/مواضيع ذات صلة/تعليقات
""")
"""Whole lines of a page's frame, in small letters, without closing marks."""

LIST_HEADS: Final = _lines("""
sources/references/external links/further reading/bibliography/related news/see also/quellen
weblinks/fuentes/referencias/références/liens externes/fonti/bronnen/fontes/referências/источники
ссылки/källor/źródła/参考资料/出典/المصادر/most read/most viewed/most popular/trending/top stories
more top stories/editors' picks/editors’ picks/editor's picks/recommended/recommended for you
recommended stories/related/related articles/related stories/related topics/related content
related links/read more/read next/what to read next/up next/next up/more on this story/more stories
more news/you may also like/you might also like/mehr zum thema/weitere artikel/auch interessant
à lire aussi/sur le même sujet/te puede interesar/noticias relacionadas/articoli correlati
notícias relacionadas/читайте также/материалы по теме/läs också/czytaj także/関連記事/相关新闻
lees ook/leia também/leggi anche/lea también/lire aussi/lesen sie auch
""")
"""Lines over lists of links or of sources, in small letters."""

SOURCE_HEADS: Final = _lines("""
sources/references/external links/further reading/bibliography/quellen/weblinks/fuentes/referencias
références/liens externes/fonti/bronnen/fontes/referências/источники/ссылки/källor/źródła/参考资料
出典/المصادر
""")
"""Those of them that stand over what an article cites."""

FRAME_FORMS: Final = lazy_pattern(
    r"\d+ ?(?:min|mins|minute|minutes)(?:[ -]read)?|(?:reading time|lesezeit|lesedauer):? \d.{0,20}"
    r"|\d+ (?:comments?|shares?|likes?|kommentare?)|(?:comments?|kommentare?) ?\(?\d+\)?"
    r"|(?:advertisement|advertising|anzeige|werbung|publicité|publicidad|pubblicità|advertentie"
    r"|publicidade|реклама|annons|reklama) ?[-–—|:•·/] ?[^.!?]{2,60}"
    r"|\d{1,2}:\d{2} ?/ ?\d{1,2}:\d{2}"
    r"|(?:this|the) article (?:is|was published) more than .{3,20} (?:old|ago)"
    r"|getting your .{0,30}audio player ready.*|listen(?: to this article)? ?[•·(-]? ?\d+ min.*"
    r"|a version of this article appear(?:s|ed) in print .*"
    r"|our standards: the .{3,40} principles\.?|medically reviewed by .{3,60}"
    r"|fact[- ]checked by .{3,60}"
    r"|\(?this (?:story|article) (?:has not been edited by|is (?:auto-)?generated|was (?:originally"
    r"|first) published (?:on|in|by)) .*"
    r"|transcripts? (?:is|are) (?:created|provided) .{3,120}"
    r"|(?:breaking|live|exclusive|urgent)[:!]?|more on:? .{2,40}|page \d+ of \d+"
    r"|source:? (?:https?://|www\.)\S+|photo gallery|\d{1,2}\. ?"
)
"""Other whole lines of a page's frame, as a regular expression over small letters."""

FRAME_REQUESTS: Final = lazy_pattern(
    r"(?:please )?(?:sign up|subscribe|register|log in|sign in|click here|tap here|get (?:the"
    r"|our|more"
    r"|all)|follow (?:us|our|the|@|\w+ on)|join (?:us on|our|the)|download (?:the|our)"
    r"|support (?:us|our"
    r"|independent|local)|keep up with|enter your|want more|like us on|find us on|connect with us"
    r"|donate to|start your|try \w+ free|become a (?:member|subscriber)|thank you for (?:signing"
    r"|subscribing)|read the full|do you know more\?|have a (?:tip|story)|got a (?:tip|story)"
    r"|contact us|abonnieren sie|melden sie sich|abonnez-vous|inscrivez-vous|recevez"
    r"|suscríb|regístr|síguenos|iscriviti|seguici|schrijf je in|volg ons|inscreva-se|assine|siga"
    r"|подпиш|prenumerera|följ oss|zapisz się|obserwuj nas|śledź nas)\b[^.!?]*"
    r"(?:newsletter|inbox|e-?mail|app\b|facebook|twitter|\bx\b|instagram|whatsapp|telegram|youtube"
    r"|journalism|access|alerts?|updates|account|free trial|page|section|report|story|article"
    r"|@|boletín|bulletin|nieuwsbrief|nyhetsbrev|daily|channel|google news|канал|podcast"
    r"|infolettre)"
)
"""What asks the reader to subscribe, follow or click, over small letters."""

FRAME_POINTERS: Final = lazy_pattern(
    r"(?:read more|read also|also read|read next|read the story|related|related stories"
    r"|related story|related article|see also|don['’]t miss|up next|tags|categor(?:y|ies)"
    r"|filed under|filed in|keywords|posted in|lesen sie auch|lesen sie mehr"
    r"|mehr zum thema|lire aussi|à lire aussi|lire|lea también|lee también|leggi anche"
    r"|lees ook|leia também|leia mais|читайте также|läs också|läs mer|czytaj także|czytaj też"
    r"|mots[- ]clés|schlagworte|etiquetas|temas|теги|関連記事|相关新闻|اقرأ أيضا"
    r") ?(?::|\||»|›|>|：) ?\S"
)
"""What points to another article or names an article's topics, over small letters."""

WEAK_POINTERS: Final = lazy_pattern(
    r"(?:read|more from|recommended|watch|watch live|watch now|listen|photos|gallery|explainer"
    r"|tag|topics?|sections?|labels?|video) ?(?::|\||»|›) ?\S"
)
"""What may point to another article, or may begin a sentence, over small letters."""

PERSONS_TITLES: Final = word_set(
    "Sen Rep Gov Mr Mrs Ms Dr Prof Gen Col Lt Capt Sgt Judge Mayor President Minister Lord Sir Rev"
)
"""What stands before a person's name and no city's."""

OFFICES: Final = word_set(
    "mayor president minister director ceo spokesman spokeswoman chair chairman senator governor "
    "nurse teacher chief editor reporter professor engineer secretary manager lawyer judge"
)
"""What stands behind a person's name and no city's, in small letters."""

AGENCIES: Final = _lines("""
ap/afp/reuters/upi/dpa/efe/ansa/cnn/wire/xinhua/tass/kyodo/yonhap/pti/ani/ians/bloomberg/nns/pa
pa media/aap/apa/sid/epd/kna/afx/ats/sda/keystone-sda/belga/anp/tt/ntb/ritzau/stt/pap/ctk/čtk/mti
tanjug/hina/sta/lusa/europa press/notimex/telam/télam/agência brasil/canadian press
the canadian press
cp/associated press/the associated press/agence france-presse/agencies/ag/ap photo/cnbc/nbc/abc/cbs
fox/npr/pbs/bbc/sky/msnbc/dow jones/marketwatch/interfax/ria novosti/риа новости/тасс/интерфакс
anadolu/aa/irna/isna/fars/wafa/sana/mena/spa/wam/qna/kuna/petra/antara/bernama/vna/tna/pna/cna
nhk/jiji/jiji press/ap news/nbc news/abc news/cbs news/fox news/pr newswire/prnewswire/business wire
globe newswire/globenewswire/accesswire/staff/local/patch/states newsroom/stat/kff health news
the center square/texas tribune/propublica/afp/dpa/ots/nexstar/wpvi/kabc/rt/sputnik/ukrinform/unian
""")
"""News agencies and outlets in datelines, in small letters."""

CITIES: Final = _lines("""
abuja/accra/addis ababa/algiers/amman/amsterdam/ankara/athens/atlanta/auckland/baghdad/bangkok
barcelona/beijing/beirut/belgrade/bengaluru/berlin/bern/bogota/boston/brasilia/brussels/bucharest
budapest/buenos aires/cairo/canberra/cape town/caracas/chandigarh/chennai/chicago/colombo
copenhagen/dakar/dallas/damascus/delhi/denver/detroit/dhaka/doha/dubai/dublin/edinburgh/frankfurt
geneva/guwahati/hanoi/harare/havana/helsinki/hong kong/houston/hyderabad/islamabad/istanbul/jakarta
jerusalem/johannesburg/kabul/kampala/karachi/kathmandu/khartoum/kolkata/kuala lumpur/kyiv/lagos
lahore/lima/lisbon/london/los angeles/lucknow/madrid/manila/melbourne/mexico city/miami/milan/minsk
mogadishu/moscow/mumbai/munich/nairobi/new delhi/new york/oslo/ottawa/paris/peshawar/philadelphia
prague/pretoria/quetta/quito/ramallah/riga/rio de janeiro/riyadh/rome/san francisco/santiago
sao paulo/seattle/seoul/shanghai/singapore/sofia/srinagar/stockholm/sydney/taipei/tallinn/tashkent
tbilisi/tehran/tel aviv/the hague/tokyo/toronto/tripoli/tunis/united nations/vienna/vilnius/warsaw
washington/wellington/yangon/yerevan/zurich
""")
"""Cities that newspapers put before a colon as a dateline, in small letters."""

REGIONS: Final = _lines("""
alabama/alaska/arizona/arkansas/california/colorado/connecticut/delaware/florida/georgia/hawaii
idaho/illinois/indiana/iowa/kansas/kentucky/louisiana/maine/maryland/massachusetts/michigan
minnesota/mississippi/missouri/montana/nebraska/nevada/new hampshire/new jersey/new mexico/new york
north carolina/north dakota/ohio/oklahoma/oregon/pennsylvania/rhode island/south carolina
south dakota/tennessee/texas/utah/vermont/virginia/washington/west virginia/wisconsin/wyoming
ala/ariz/ark/calif/colo/conn/del/fla/ga/ill/ind/kan/ky/la/md/mass/mich/minn/miss/mo/mont/neb/nev
n.h/n.j/n.m/n.y/n.c/n.d/okla/ore/pa/r.i/s.c/s.d/tenn/tex/vt/va/wash/w.va/wis/wyo/d.c/dc/ont/ontario
quebec/alberta/british columbia/manitoba/nova scotia/england/scotland/wales/northern ireland
afghanistan/argentina/australia/austria/bangladesh/belgium/brazil/canada/chile/china/colombia
czech republic/denmark/egypt/ethiopia/finland/france/germany/ghana/greece/haiti/hungary/india
indonesia/iran/iraq/ireland/israel/italy/japan/kenya/lebanon/libya/malaysia/mexico/morocco/nepal
netherlands/new zealand/nigeria/norway/pakistan/peru/philippines/poland/portugal/romania/russia
saudi arabia/senegal/serbia/singapore/somalia/south africa/south korea/spain/sri lanka/sudan/sweden
switzerland/syria/taiwan/tanzania/thailand/tunisia/turkey/uganda/ukraine/united kingdom
united states/venezuela/vietnam/yemen/zimbabwe/uk/u.k/us/u.s
""")
"""States and countries behind a dateline's city, in small letters without a closing stop."""

TIME_ZONES: Final = frozenset(zone.lower() for zone in ZONES) | word_set(
    "est edt cst cdt mst mdt pst pdt et ct pt cest mez mesz uhr ist aest jst msk"
)

DAY_NAMES: Final = frozenset(day.lower() for day in WEEKDAYS) | word_set(
    "mon tue tues wed thu thur thurs fri sat sun montag dienstag mittwoch donnerstag freitag "
    "samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles "
    "jueves viernes sábado domingo lunedì martedì mercoledì giovedì venerdì sabato domenica "
    "maandag "
    "dinsdag woensdag donderdag vrijdag zaterdag zondag понедельник вторник среда четверг пятница "
    "суббота воскресенье måndag tisdag onsdag torsdag fredag lördag söndag poniedziałek wtorek "
    "środa czwartek piątek sobota niedziela segunda-feira terça-feira quarta-feira quinta-feira "
    "sexta-feira"
)

MONTHS: Final = MONTH_NAMES | word_set(
    "gennaio febbraio aprile maggio giugno luglio agosto settembre ottobre novembre dicembre "
    "januari februari maart mei juni juli augustus oktober januari februari mars maj augusti "
    "janeiro "
    "fevereiro março maio junho julho setembro outubro novembro dezembro января февраля марта "
    "апреля мая июня июля августа сентября октября ноября декабря stycznia lutego marca kwietnia "
    "maja czerwca lipca sierpnia września października listopada grudnia يناير فبراير مارس أبريل "
    "مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر ene abr ago dic mär okt dez janv févr juil "
    "avr gen mag giu lug set ott mrt"
)

DATE_WORDS: Final = (
    MONTHS
    | DAY_NAMES
    | TIME_ZONES
    | word_set(
        "published publishing updated posted first last modified on at the of am pm a.m p.m a.m. "
        "p.m. h de le am den um à a as às om kl о в o godz and created date publié mis jour "
        "actualizado publicado aktualisiert veröffentlicht stand pubblicato aggiornato "
        "gepubliceerd "
        "опубликовано обновлено publicerad uppdaterad opublikowano issued uhr время"
    )
)
"""What a line that is nothing but a date may hold beside numbers."""

NAME_LINKS: Final = word_set(
    "and & for of the in at with from de da del della di van von der den la le bin ibn al el und "
    "et "
    "y e en och i и a staff writer writers reporter reporters correspondent correspondents editor "
    "editors senior political science business sports foreign special contributor contributing to "
    "by via maritime chief bureau desk newsroom team"
)
"""Words in small letters that stand among names without being one."""

ROLES: Final = word_set("staff newsroom the our a reporter correspondent writer")
"""Words that alone name who wrote an article: "By a staff reporter"."""

SPEAKER_VERBS: Final = frozenset(verb_forms([*SAYING_VERBS, *JUDGING_VERBS])) | word_set(
    "declined denied refused confirmed claimed agreed believes believed thinks hopes fears "
    "promised "
    "say deny claim argue warn insist expects sagte sagt erklärte teilte dit déclaré affirmé dijo "
    "dice dicho afirma ha detto disse dichiarato zei zegt disse afirmou diz sade säger sagt mówi "
    "powiedział powiedziała сказал сказала сообщил сообщила заявил заявила"
) - frozenset(word_set("ha reports comments claims calls notes states reason report comment"))
"""Words that show a speaker, in addition to the verbs that introduce a quotation."""

SUBJECTS: Final = word_set(
    "i he she they we it you nobody everybody everyone someone somebody anyone there this that who "
    "i'm he's she's they're we're it's you're that's there's i've we've none neither both"
)
"""Words that are a sentence's subject rather than a heading's."""

AUXILIARIES: Final = word_set(
    "is are was were am be been has have had do does did can could will would shall should may "
    "might "
    "must cannot yet no yes never not still soon then now perhaps maybe"
)

FINITE_VERBS: Final = (
    AUXILIARIES - word_set("no not yes now still then yet may")
    | word_set("may")
    | frozenset(form for each in IRREGULAR_FORMS.values() for form in each if " " not in form)
    | word_set(
        "came went left took gave got made knew saw told found felt kept led lost met paid ran sat "
        "sold sent spoke stood won wrote began blew broke bought brought built caught chose cost "
        "drew drank drove ate fell fled flew forgot fought froze grew hung held hid hit hurt laid "
        "lay let lit meant put quit read rode rose sank sang shook shot shut slept slid spent "
        "split "
        "spread stole struck swam swore taught threw thought understood woke wore wept withdrew "
        "bore beat became bent bet bled bound bred cried dealt dug lied tried died said fed "
        "goes comes makes takes gives gets wants needs knows sees looks keeps leads loses meets "
        "pays runs sells sends stands wins begins breaks brings builds costs dies falls faces "
        "fights flies grows helps hits holds joins kills leaves lives lies moves opens plans plays "
        "quits remains rises seeks seems sets shows starts stays stops struggles tries turns uses "
        "votes waits walks warns works blames denies agrees disagrees owns blame agree disagree "
        "own "
        "want need know die remain wait oppose opposes becomes appears belongs carries changes "
        "continues crosses demands drops earns ends enters expects feels finds follows forces "
        "happens hears hopes includes keeps likes loves matters means offers owes passes reaches "
        "refuses rejects reopens returns reveals rules sinks sits speaks spends spreads suffers "
        "takes talks teaches thinks threatens understands visits wears writes cancels closes "
        "show suggest reveal find prove give make take fall rise go come get run win lose hit cut "
        "cuts collapses concedes gains gives"
    )
)
"""Verbs of sentences that are not headings without a verb."""

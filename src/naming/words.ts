// What words of a prompt tell about the work, in the languages that prompts are mostly written in.
import { widthCells } from '../text/width.ts';

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(/\s+/));
}

/** Words that tell nothing, whatever the work is: what a language is glued with, and what people say to be polite. */
const empty: ReadonlySet<string> = wordSet(
  `a four five six seven eight nine ten about across after against among between during again ahead all also
  although always am an and another any anything are arent around as at away back be because been before being best
  better but by call called can cannot cant could couldnt currently did didnt do does doesnt doing done dont down
  each either else etc even ever every everything except exactly few first for from further general get gets getting
  give given go goes going good got great had has hasnt have havent having he hello help helping her here hey hi him
  his how however i id if ill im in inside instead into is isnt it its ive just keep kind know last later least left
  less let lets like likely little look looking looks lot made main mainly make makes making many may maybe me mean
  might mine more most mostly much must my need needed needs never new next no none nor not nothing now of off often
  ok okay on once one only onto or other our out over own part perhaps please possible pretty previous probably
  properly quickly quite rather really recent right same say second see seem seems should shouldnt show shows simple
  simply since so some somehow someone something sometimes soon still stuff such super sure take takes tell than
  thank thanks that thats the their them then there these they thing things think this those three through to today
  together tomorrow too towards try trying two under until up upon us use used uses using usually various very via
  wait want wanted wants was wasnt way we well were weve what whats when whenever where whether which while who
  whole whose why will with within without wont work working works would wouldnt wrong yeah yes yesterday yet you
  your yours youre claude assistant expert senior junior engineer developer task goal undefined null`,
);

/** The same in other languages: some of these are acronyms in capitals. */
const emptyElsewhere: ReadonlySet<string> = wordSet(
  `bitte danke hallo kannst könntest kann können könnten du dir dich ich mir mich mein meine meinen meiner wir uns
  unser unsere ihr er sie es der die das den dem des ein eine einen einem einer und oder aber nicht kein keine
  keinen mehr noch nur auch schon mal doch wie wer wo wann warum wieso weil wenn dass daß ob als zu zum zur ins auf
  aus bei beim mit nach von vom vor für über unter durch gegen ohne um seit bis ist sind war waren sein hat haben
  habe wird werden wurde soll sollte sollen muss müssen möchte wollen gerade hier dort jetzt dann nun letzten letzte
  helfen mach mache machen gibt geht funktioniert bonjour salut merci plaît plait peux peut pouvez pourrais pourriez
  tu te toi vous je moi nous il elle ils elles le la les un une de et ou mais pas ne plus dans sur sous avec sans
  pour par en au aux ce cet cette ces mon ma mes ton ta tes son sa ses notre nos votre vos que qui quoi quand
  comment pourquoi est sont était être avoir ai avons faire fais fait faut dois doit veux veut voudrais aide aider
  hola gracias favor necesito quiero quisiera puedes podrías podría puede se mi mis tus su sus yo él ella el los las
  lo al del y o pero sin con para por como cómo qué cuál cuando dónde porque está están ser estar hay hacer haz haga
  esta este esto estos estas una uno unos unas más muy ya también sobre entre desde hasta ayuda ayúdame olá oi
  obrigado obrigada preciso quero pode poderia você eu meu minha meus minhas seu sua nosso nossa os uma umas ao aos
  à às da dos na nas num numa em com sem pra pelo pela e mas não muito já também isso isto esse essa quando onde é
  são estão fazer faça ajuda ajude ciao grazie favore puoi potresti voglio vorrei ti ci gli dei delle degli della
  dello nel nella nei senza per tra fra che chi cosa come dove perché è sono essere avere ho hai ha fare non più
  anche questo questa questi queste mio mia hoi dank bedankt alsjeblieft kun kunt kan jij jouw ik mij mijn wij ons
  onze het een maar niet geen meer ook nog wel dan wat waar wanneer waarom hoe op aan bij met naar van voor uit door
  zijn heeft hebben wordt worden moet wil graag deze dit dat пожалуйста спасибо привет можешь можете мне меня мой
  моя мои мы нам нас наш наша ты вы я он она они оно и или но а не нет да в во на с со к ко по из от до для за под
  над о об у при без через это этот эта эти тот что чтобы как когда где почему зачем какой который есть быть был
  была были нужно надо хочу сделай сделать помоги если то же бы ли уже ещё еще очень так там тут 请 请帮 帮 帮我 帮忙 我 我们 你
  你们 他 她 它 们 的 了 着 过 吗 呢 吧 啊 在 把 被 和 与 或 跟 是 不是 有 没有 没 不 也 都 就 还 再 很 最 这 这个 这些 那 那个 那些 一个 一些 一下 什么 怎么 怎样 如何 为什么 哪里
  哪个 可以 能 能够 需要 想 想要 要 应该 让 给 对 从 到 用 使用 时 时候 里 中 上 下 谢谢 您 您好 你好 現在 现在 这里 請 幫 幫我 這個 為什麼 嗎 們 これ それ あれ この その あの ここ そこ
  です ます する した して ください お願い 私 何 方法`,
);

/** Words of any work: they name one only where no other does. */
const ordinary: ReadonlySet<string> = wordSet(
  `add added adding adds adjust allow allows analyse analyze apply approach assign assignable based basic behavior
  behaviour break breaks broken bug bugs build bunch case cases change changed changes check checks class
  clean cleanup clear click code codebase command commit comprehensive consider continue convert correct correctly
  create created creates creating current debug default define delete describe detail details difference different
  directory display displayed document documentation docs ensure error errors explain fail failed failing fails
  failure feature features figure file files find finish fix fixed fixes fixing folder follow following found
  function functions handle happen happened happening happens idea implement implementation implemented implementing
  improve include including info information install instance introduce invalid investigate issue issues item line
  lines list literal load log logs message method missing modify module move multiple name number object option
  options output page pages parameter plan prepare problem problems process project prompt provide pull push
  question read reason refactor refactoring related remove removed rename replace repo report repository request
  resolve result results return returned returns review rewrite run running script send service set setting settings
  setup simplify small solution solve specific start started step steps stop string structure suggest suite support
  switch system test tested testing tests text throw throws time tool tree turn type types unable understand
  unexpected unit update updated updates upgrade user users value values variable verify version view warning
  warnings worker write writing written fehler seite datei dateien funktion repariere reparieren behebe beheben
  erstelle erstellen ändere ändern hinzufügen prüfe prüfen schreibe schreiben erreur problème fichier fichiers
  fonction corrige corriger ajoute ajouter crée créer écris écrire modifie modifier bogue errores problema archivo
  archivos página función arregla arregles arreglar corregir agrega agregar añade añadir crea crear escribe escribir
  erro erros arquivo arquivos função corrija corrigir conserte adicione adicionar crie criar escreva escrever testes
  errore funzione correggi aggiungi scrivi fout bestand maak voeg toe schrijf repareer исправь исправить почини
  починить ошибку ошибка ошибки проблема проблему файл файлы функция функцию добавь добавить напиши написать проверь
  создай 修复 修改 修正 添加 增加 创建 实现 更新 删除 检查 测试 错误 问题 代码 文件 功能 函数 页面 项目 运行 解释 优化 修復 バグ エラー ページ ファイル コード 追加 変更 作成 実装 確認 説明`,
);

/** How much a word tells of the work: nothing, something where nothing else does, or what it is about. */
export type Telling = 'nothing' | 'little' | 'much';

/** Letters and figures in turn: an id, a password or a temporary name, whatever else it may be. */
const looksMade = /^(?=.{8}).*\d\p{L}+\d/u;

/** How much a word tells. Words of hiragana alone are Japanese grammar; a short one is glue, unless it is an acronym. */
export function tellingOf(word: string): Telling {
  const key = word.toLowerCase().replaceAll("'", '');
  if (empty.has(key) || /^\p{Script=Hiragana}+$/u.test(key) || looksMade.test(key)) return 'nothing';
  if (ordinary.has(key)) return 'little';
  if (/^\p{Lu}[\p{Lu}\p{N}]+$/u.test(word)) return 'much';
  if (emptyElsewhere.has(key) || widthCells(key) < 2) return 'nothing';
  return widthCells(key) > 2 ? 'much' : 'little';
}

"""The sentences that answers are made of, in French and in English.

Quotations of the référentiel stay in French in both. Placeholders are filled by `composing`.
"""

from dataclasses import dataclass

from assistant.coaching.asking.language import Language


@dataclass(frozen=True)
class Sentences:
    """One language's sentences."""

    criteria_of_exam: str
    criteria_of_activity: str
    shared_criteria: str
    other_criteria: str
    claim_right: str
    claim_wrong: str
    aspect_in_scope: str
    aspect_everywhere: str
    one_exam: str
    several_exams: str
    joined: str
    at_the_oral: str
    on_the_slides: str
    modalities_words: str
    modalities_no_minutes: str
    competence: str
    competence_place: str
    activity: str
    activity_tasks: str
    activity_competences: str
    activity_exams: str
    criterion: str
    criterion_place: str
    advice: str
    rests_on: str
    situation: str
    situation_several: str
    situation_exam: str
    situation_competence: str
    also: str
    says_nearby: str
    theme: str
    theme_in_scope: str
    theme_absent: str
    definition: str
    definition_places: str
    comparison: str
    comparison_same: str
    comparison_different: str
    overview: str
    overview_line: str
    overview_competences: str
    greeting: str
    thanks: str
    capabilities: str
    questions_asked: str
    questions_on_which_exam: str
    questions_on_draft: str
    questions_need_draft: str
    questions_next: str
    questions_suggestions: tuple[str, ...]
    tests: str
    which_exam: str
    which_criterion: str
    which_subject: str
    off_topic: str
    injection: str
    unknown_codes: str
    unknown_codes_several: str
    unknown_nearest: str
    unknown_criteria: str
    unknown_all: str
    not_found: str
    empty: str
    too_long: str
    exam_name: str


FRENCH = Sentences(
    criteria_of_exam="Pour **{exam}** ({title}), le jury juge **{count} critères** :",
    criteria_of_activity="L’activité **{activity}** ({title}) compte {exams} et {count} critères.",
    shared_criteria="Le référentiel rattache ses critères à l’épreuve entière, **{exam}** ({title}, {count} critères). À notre lecture, ceux-ci touchent {competence} de plus près :",
    other_criteria="Les autres critères de {exam} comptent aussi : demandez-les avec « les critères de {exam} ».",
    claim_right="Oui, c’est bien cela. ",
    claim_wrong="Non, ce n’est pas ce que dit le référentiel. ",
    aspect_in_scope="Voici ce qu’en dit {scope} :",
    aspect_everywhere="Voici où le référentiel en parle :",
    one_exam="une épreuve",
    several_exams="{count} épreuves",
    joined=" et ",
    at_the_oral="jugé à l’oral",
    on_the_slides="jugé sur le diaporama",
    modalities_words="Les modalités, mot pour mot :",
    modalities_no_minutes="Le référentiel n’en donne pas la durée.",
    competence="La compétence **{competence}** demande ceci :",
    competence_place="Elle relève de l’activité {activity} et s’évalue dans l’épreuve {exam} ({count} critères).",
    activity="**Activité {activity}** : {title}.",
    activity_tasks="Ses tâches :",
    activity_competences="Ses {count} compétences :",
    activity_exams="Elle s’évalue par : {exams}.",
    criterion="Le critère **{criterion}** ({title}) dit ceci :",
    criterion_place="Il se juge {place}.",
    advice="**À faire :** {advice}",
    rests_on="Le référentiel : {quotes}",
    situation="Oui, le jury regarde ce point : c’est le critère **{criterion}** ({title}).",
    situation_several="Ce point touche {count} critères :",
    situation_exam="Cela relève des modalités de l’épreuve **{exam}** ({title}) :",
    situation_competence="Cela relève de la compétence **{competence}** (épreuve {exam}, {title}) :",
    also="À rapprocher :",
    says_nearby="Ce qu’il dit :",
    theme="Passages du référentiel sur {theme} ({count}) :",
    theme_in_scope="Dans {scope}, voici ce qui porte sur {theme} :",
    theme_absent="Pour {scope}, le référentiel ne dit rien sur {theme}. Ailleurs, il en parle ici :",
    definition="**{term}** désigne, dans l’usage courant, {definition}. Le référentiel emploie le terme sans le définir.",
    definition_places="Il l’emploie ici :",
    comparison="{names} : voici ce qui les distingue.",
    comparison_same="Points communs :",
    comparison_different="Différences :",
    overview="Le titre « {title} » ({level}, {certifier}) comprend {activities} activités, {competences} compétences et {exams} épreuves, pour {criteria} critères en tout.",
    overview_line="- **{exam}** — {title} : {summary}",
    overview_competences="Ses épreuves :",
    greeting="Bonjour ! Je vous aide à préparer le titre « {title} » : demandez-moi ce que le jury attend, épreuve par épreuve. Par quoi commençons-nous ?",
    thanks="Avec plaisir ! Bonne préparation, et revenez quand vous voulez.",
    capabilities="Je réponds à vos questions sur le référentiel du titre « {title} », en citant ses mots :\n\n- ce que le jury attend, critère par critère (« Qu’attend le jury pour C3.3 ? ») ;\n- le déroulement d’une épreuve : durée, équipe, livrables, support ;\n- si une situation touche un critère (« mon binôme recopie les news à la main ») ;\n- où un thème figure (handicap, RGPD, budget…), ou ce qui distingue deux épreuves ;\n- et quand le référentiel ne dit rien, je vous le dis.",
    questions_on_which_exam="Sur quelle épreuve voulez-vous être interrogé ? Par exemple « pose-moi 3 questions sur C3.3 ».",
    questions_asked="Voici ce qu’un jury pourrait vous demander pour {name}. Répondez à voix haute, une question à la fois :",
    questions_on_draft="Voici ce qu’un jury pourrait vous demander pour {name}, d’après votre dossier. Répondez à voix haute, une question à la fois :",
    questions_need_draft="Je n’ai pas encore lu votre dossier. Joignez-le et demandez-moi de le relire : mes questions viseront alors ses points faibles. Sans lui, dites-moi une épreuve, par exemple « pose-moi 3 questions sur C2.4 ».",
    questions_next="La page « Jury blanc » vous chronomètre, relance quand un point manque et dit ce que vos réponses contiennent.",
    questions_suggestions=("Pose-moi 3 autres questions sur {code}", "Pose-moi une question plus difficile sur {code}"),
    tests="Cette question teste",
    which_exam="De quelle épreuve parlez-vous ?",
    which_criterion="De quelle épreuve est le critère {number} dont vous parlez ?",
    which_subject="Pouvez-vous préciser ce que vous cherchez ? Par exemple les critères, le déroulement ou les livrables de l’une de ces épreuves :",
    off_topic="Je ne peux pas vous aider sur ce sujet : je réponds seulement aux questions sur le titre « {title} » — ses épreuves, leurs modalités et les critères du jury.",
    injection="Je ne peux pas faire cela : je m’en tiens au référentiel, tel qu’il est écrit, et je ne rends aucune décision à la place du jury. Je peux en revanche vous dire ce que le jury attend pour chaque épreuve.",
    unknown_codes="{codes} n’existe pas dans le référentiel.",
    unknown_codes_several="{codes} n’existent pas dans le référentiel.",
    unknown_nearest="Voici ce qui existe : {existing}.",
    unknown_criteria="L’épreuve {exam} compte {count} critères, de {first} à {last}.",
    unknown_all="Les épreuves sont : {exams}.",
    not_found="Le référentiel ne dit rien de tel, à ma connaissance. Ce qui s’en approche le plus :",
    empty="Posez votre question : par exemple « Qu’attend le jury pour C3.3 ? ».",
    too_long="Votre question dépasse {limit} caractères : résumez-la en quelques phrases, s’il vous plaît.",
    exam_name="{exam} ({title})",
)

ENGLISH = Sentences(
    criteria_of_exam="For **{exam}** ({title}), the jury judges **{count} criteria** (quoted in French, as in the référentiel):",
    criteria_of_activity="Activity **{activity}** ({title}) has {exams} and {count} criteria.",
    shared_criteria="The référentiel attaches criteria to the whole exam, **{exam}** ({title}, {count} criteria). In our reading, these bear on {competence} most directly (quoted in French):",
    other_criteria="The other criteria of {exam} count as well: ask for “the criteria of {exam}”.",
    claim_right="Yes, that is right. ",
    claim_wrong="No, that is not what the référentiel says. ",
    aspect_in_scope="This is what {scope} says about it (quoted in French):",
    aspect_everywhere="This is where the référentiel mentions it (quoted in French):",
    one_exam="one exam",
    several_exams="{count} exams",
    joined=" and ",
    at_the_oral="judged at the oral",
    on_the_slides="judged on the slides",
    modalities_words="The modalités, word for word (in French):",
    modalities_no_minutes="The référentiel doesn’t say how long it lasts.",
    competence="Competence **{competence}** reads (in French):",
    competence_place="It belongs to activity {activity} and is assessed in exam {exam} ({count} criteria).",
    activity="**Activity {activity}**: {title}.",
    activity_tasks="Its tasks (in French):",
    activity_competences="Its {count} competences (in French):",
    activity_exams="It is assessed by: {exams}.",
    criterion="Criterion **{criterion}** ({title}) reads (in French):",
    criterion_place="It is {place}.",
    advice="**What to do:** {advice}",
    rests_on="The référentiel says: {quotes}",
    situation="Yes, the jury looks at this: it is criterion **{criterion}** ({title}), in French:",
    situation_several="This touches {count} criteria (quoted in French):",
    situation_exam="This belongs to the modalités of exam **{exam}** ({title}), in French:",
    situation_competence="This belongs to competence **{competence}** (exam {exam}, {title}), in French:",
    also="See also:",
    says_nearby="What it does say:",
    theme="Passages of the référentiel on {theme} ({count}, quoted in French):",
    theme_in_scope="In {scope}, this bears on {theme} (quoted in French):",
    theme_absent="For {scope}, the référentiel says nothing on {theme}. Elsewhere it does, here:",
    definition="**{term}** usually means {definition}. The référentiel uses the term without defining it.",
    definition_places="It uses it here (in French):",
    comparison="{names}: this is what tells them apart.",
    comparison_same="In common:",
    comparison_different="Differences:",
    overview="The title “{title}” ({level}, {certifier}) has {activities} activities, {competences} competences and {exams} exams, with {criteria} criteria in all.",
    overview_line="- **{exam}** — {title}: {summary}",
    overview_competences="Its exams:",
    greeting="Hello! I help you prepare for the title “{title}”: ask me what the jury expects, exam by exam. Where shall we start?",
    thanks="You’re welcome! Good luck, and come back any time.",
    capabilities="I answer your questions about the référentiel of “{title}”, quoting its words:\n\n- what the jury expects, criterion by criterion (“What does the jury expect for C3.3?”);\n- how an exam takes place: length, team, what to hand in, slides;\n- whether a situation touches a criterion;\n- where a theme stands (disability, GDPR, budget…), or what tells two exams apart;\n- and when the référentiel doesn’t say, I tell you so.",
    questions_on_which_exam="Which exam do you want to be questioned on? For instance “ask me 3 questions on C3.3”.",
    questions_asked="Here is what a jury might ask you for {name}, in French as juries do. Answer aloud, one question at a time:",
    questions_on_draft="Here is what a jury might ask you for {name}, going by your draft, in French as juries do. Answer aloud, one question at a time:",
    questions_need_draft="I haven’t read your draft yet. Attach it and ask me to review it: my questions will then aim at its weak points. Without it, name an exam, for instance “ask me 3 questions on C2.4”.",
    questions_next="The page “Jury blanc” times you, insists where a point is missing and tells you what your answers hold.",
    questions_suggestions=("Ask me 3 more questions on {code}", "Ask me a tough question on {code}"),
    tests="This question tests",
    which_exam="Which exam do you mean?",
    which_criterion="Which exam’s criterion {number} do you mean?",
    which_subject="Could you say what you are looking for? For instance the criteria, the format or the deliverables of one of these exams:",
    off_topic="I can’t help with that: I only answer questions about the title “{title}” — its exams, how they take place and the jury’s criteria.",
    injection="I can’t do that: I keep to the référentiel as it is written, and I take no decision in the jury’s place. But I can tell you what the jury expects for each exam.",
    unknown_codes="{codes} doesn’t exist in the référentiel.",
    unknown_codes_several="{codes} don’t exist in the référentiel.",
    unknown_nearest="These exist: {existing}.",
    unknown_criteria="Exam {exam} has {count} criteria, from {first} to {last}.",
    unknown_all="The exams are: {exams}.",
    not_found="As far as I can tell, the référentiel doesn’t say. What comes closest:",
    empty="Ask your question: for instance “What does the jury expect for C3.3?”.",
    too_long="Your question is longer than {limit} characters: please sum it up in a few sentences.",
    exam_name="{exam} ({title})",
)


def sentences(language: Language) -> Sentences:
    """Return the sentences of a language."""
    return ENGLISH if language == "en" else FRENCH

// Every text of the page itself, in Spanish and English. Texts of the documents stay as printed.
const LANGUAGES = ["es", "en"];
let language = "es";
const WORDS = {};

function t(key, ...values) {
  const entry = WORDS[key];
  if (!entry) return key;
  return entry[LANGUAGES.indexOf(language)].replace(/\{(\d)\}/g, (_, place) => values[place]);
}

// tn("actions_n", 3) → "3 acciones"; the entry holds "one|many".
function tn(key, count) {
  const [one, many] = WORDS[key][LANGUAGES.indexOf(language)].split("|");
  return (count === 1 ? one : many).replace("{0}", number(count));
}

function number(value, digits = 0) {
  return new Intl.NumberFormat(language, {maximumFractionDigits: digits}).format(value);
}

// A value of the tables ("carried-out", "doubt") in the reader's language; unknown ones as they are.
function named(kind, value) {
  return WORDS[`${kind}.${value}`] ? t(`${kind}.${value}`) : String(value).replaceAll("_", " ").replaceAll("-", " ");
}

// The name of a country in the reader's language; of an organisation its code as it is.
function countryName(code) {
  const short = STORE.countries[code];
  try { return short ? new Intl.DisplayNames([language], {type: "region"}).of(short) : code; } catch { return code; }
}
const countryNames = (codes) => codes.map(countryName).join(", ");

// How sure a proposal is, as a person says it.
function sureness(confidence) {
  if (confidence === null || confidence === undefined) return t("sure.unknown");
  const steps = [[0.9, "sure.very"], [0.7, "sure.likely"], [0.45, "sure.even"], [0.2, "sure.unlikely"], [0, "sure.no"]];
  return t(steps.find(([least]) => confidence >= least)[1], number(confidence * 100));
}

Object.assign(WORDS, {
  "skip": ["Ir al contenido", "Skip to content"],
  "tagline": ["Planes contra la trata y las directrices que cumplen", "Plans against trafficking and the directives they carry out"],
  "nav": ["Secciones", "Sections"],
  "coverage": ["Cobertura", "Coverage"], "actions": ["Acciones", "Actions"], "directives": ["Directrices", "Directives"],
  "bodies": ["Organismos", "Bodies"], "editions": ["Ediciones", "Editions"], "issues": ["Dudas", "Doubts"],
  "progress": ["Gráficos", "Plots"], "review": ["Revisar", "Review"], "documents": ["Documentos", "Documents"],
  "search": ["Buscar", "Search"], "search_all": ["Buscar en todo…", "Search everything…"],
  "language_switch": ["English", "Español"], "language_label": ["Change the language to English", "Cambiar el idioma a español"],
  "theme_dark": ["Oscuro", "Dark"], "theme_light": ["Claro", "Light"], "theme_label": ["Cambiar entre claro y oscuro", "Switch between light and dark"],
  "print": ["Imprimir", "Print"], "close": ["Cerrar", "Close"], "copied": ["Copiado", "Copied"], "clear": ["Quitar filtros", "Clear filters"],
  "all": ["Todos", "All"], "any": ["Cualquiera", "Any"], "yes": ["sí", "yes"], "no": ["no", "no"], "page_short": ["p.", "p."], "page": ["Página", "Page"],
  "of_n": ["{0} de {1}", "{0} of {1}"], "not_found": ["No hay nada en esta dirección: {0}", "There is nothing at this address: {0}"],
  "excel": ["Excel", "Excel"], "csv": ["CSV", "CSV"], "export": ["Exportar lo filtrado:", "Export what is shown:"],
  "actions_n": ["{0} acción|{0} acciones", "{0} action|{0} actions"], "directives_n": ["{0} directriz|{0} directrices", "{0} directive|{0} directives"],
  "bodies_n": ["{0} organismo|{0} organismos", "{0} body|{0} bodies"], "issues_n": ["{0} duda|{0} dudas", "{0} doubt|{0} doubts"],
  "results_n": ["{0} resultado|{0} resultados", "{0} result|{0} results"], "changes_n": ["{0} cambio|{0} cambios", "{0} change|{0} changes"],
  "plan": ["Plan", "Plan"], "framework": ["Marco de directrices", "Framework of directives"], "section": ["Sección", "Section"], "axis": ["Eje", "Axis"],
  "body": ["Organismo", "Body"], "country": ["País u organización del plan", "Country or organisation of the plan"],
  "delegation": ["Delegación que propone cambios", "Delegation that proposes changes"], "group": ["Población o destinatario", "Group addressed"],
  "measure_facet": ["Tipo de medida", "Kind of measure"], "topic_facet": ["Tema", "Topic"], "status": ["Estado", "Status"], "kind": ["Tipo", "Kind"],
  "severity": ["Gravedad", "Severity"], "code": ["Código", "Code"], "text_filter": ["Palabras", "Words"], "missing": ["Le falta", "Lacks"],
  "status.carried-out": ["Cumplida", "Carried out"], "status.in-part": ["En parte", "In part"], "status.proposed": ["Propuesta, sin revisar", "Proposed, not reviewed"],
  "status.none": ["Ninguna acción", "No action"], "status.gap": ["Vacío: ninguno de los planes mostrados", "Gap: none of the plans shown"],
  "status.certain": ["Cumplida por algún plan mostrado", "Carried out by a plan shown"], "status.accepted": ["Aceptado", "Accepted"], "status.no-match": ["Ninguna coincide", "None fits"],
  "all_plans": ["Planes mostrados, juntos", "Plans shown, together"], "plans_shown": ["Planes mostrados", "Plans shown"],
  "coverage_lead": ["Qué directrices cumple cada plan, y con qué seguridad. Elija una casilla para ver las acciones.", "Which directives each plan carries out, and how surely. Choose a cell to see the actions."],
  "coverage_map": ["Mapa: una casilla por directriz", "Map: one square for each directive"], "judged": ["según {0}", "says {0}"], "by_program": ["propuesto por un programa", "proposed by a program"],
  "reviewed_by": ["revisado por {0}", "reviewed by {0}"], "agreement": ["acuerdo de los lectores: {0} %", "agreement of readers: {0} %"],
  "directive": ["Directriz", "Directive"], "action": ["Acción", "Action"], "number": ["N.º", "No."], "text": ["Texto", "Text"], "open": ["Abrir", "Open"], "place": ["Lugar", "Place"],
  "no_actions": ["Ninguna acción de {0} se vincula con esta directriz.", "No action of {0} is linked to this directive."],
  "sure.very": ["muy probable ({0} %)", "very likely ({0} %)"], "sure.likely": ["probable ({0} %)", "likely ({0} %)"], "sure.even": ["tan probable como no ({0} %)", "as likely as not ({0} %)"],
  "sure.unlikely": ["poco probable ({0} %)", "unlikely ({0} %)"], "sure.no": ["muy poco probable ({0} %)", "very unlikely ({0} %)"], "sure.unknown": ["sin estimación", "no estimate"],
  "primary": ["principal", "primary"], "evidence": ["Qué habla a favor", "What speaks for it"], "show_both": ["Ver ambos textos", "See both texts"],
  "responsible": ["Responsable", "Responsible"], "associated": ["Asociado", "Associated"], "role": ["Función", "Role"], "as_printed": ["Tal como está impreso", "As printed"],
  "inherited": ["de una celda combinada de más arriba", "from a merged cell above"], "unmapped": ["no está en el registro", "not in the registry"],
  "indicators_n": ["Indicadores, uno por uno", "Indicators, one by one"], "verifications_n": ["Medios de verificación, uno por uno", "Means of verification, one by one"], "results_list": ["Resultados, uno por uno", "Results, one by one"],
  "programmed": ["Programado", "Programmed"], "executed": ["Ejecutado", "Executed"], "year": ["Año", "Year"],
  "links_to": ["Directrices con las que se vincula", "Directives it is linked to"], "none_fits": ["Ninguna directriz de este marco coincide.", "No directive of this framework fits."],
  "copy_citation": ["Copiar cita", "Copy citation"], "copy_csv": ["Copiar fila CSV", "Copy as CSV row"], "report": ["Señalar un error", "Report an error"], "copy": ["Copiar", "Copy"],
  "report_lead": ["Complete el texto, cópielo y envíelo a quien mantiene estos datos.", "Complete the text, copy it and send it to whoever maintains these data."],
  "report_body": ["Registro: {0}\nLugar: {1}\nDirectriz {2}\nTexto publicado: {3}\n\nQué está mal:\n\nQué debería decir:\n", "Record: {0}\nPlace: {1}\nDirectriz {2}\nPublished text: {3}\n\nWhat is wrong:\n\nWhat it should say:\n"],
  "page_image": ["Página del documento", "Page of the document"], "facsimile": ["Facsímil: compuesto de nuevo a partir de otro archivo del documento; no es la página del emisor.", "Facsimile: typeset anew from another file of the document; not the issuer's own page."],
  "page_image_lead": ["Pase por un campo para iluminar su lugar, o por un recuadro para iluminar su campo.", "Pass over a field to light its place, or over a box to light its field."], "page_of": ["{0}, p. {1}", "{0}, p. {1}"], "zoom": ["Ampliar", "Zoom"], "fit": ["Ajustar", "Fit"],
  "no_image": ["Este documento se publica de un texto: las líneas impresas son estas.", "This document is published from a text: its printed lines are these."], "lines": ["líneas {0}–{1}", "lines {0}–{1}"], "line": ["línea {0}", "line {0}"],
  "other_places": ["También en", "Also in"], "previous": ["Anterior", "Previous"], "next": ["Siguiente", "Next"], "fields": ["Campos", "Fields"], "doubts_here": ["Dudas sobre este registro", "Doubts about this record"], "load_failed": ["No se pudo leer {0}: falta el archivo junto a esta página.", "{0} could not be read: the file is missing beside this page."],
  "reading.base": ["Antes de toda enmienda", "Before any amendment"], "reading.printed": ["Como está impreso", "As printed"], "reading.amended": ["Con todas las enmiendas", "With all amendments"], "reading.stripped": ["Limpio, sin corchetes", "Clean, brackets out"], "reading.of": ["Como lo quiere {0}", "As {0} wants it"], "reading.option": ["Opción {0}", "Option {0}"],
  "option": ["opción {0}", "option {0}"], "placeholder": ["(texto por escribir)", "(text still to be written)"], "role.opposes": ["se opone", "opposes"], "role.supports": ["apoya", "supports"], "role.reserves": ["se reserva", "reserves its position"],
  "readings": ["Lecturas", "Readings"], "ocr_toggle": ["Mostrar reparaciones del escaneo", "Show repairs of the scan"], "marks_against_base": ["Marcado contra el texto antes de toda enmienda", "Marked against the text before any amendment"], "repairs_n": ["{0} reparación|{0} reparaciones", "{0} repair|{0} repairs"],
  "amendments": ["Enmiendas", "Amendments"], "wants_in": ["quiere agregar", "wants in"], "wants_out": ["quiere quitar", "wants out"], "certainty_low": ["lectura dudosa", "doubtful reading"], "ancestors": ["En el otro marco", "In the other framework"], "no_amendments": ["Nadie propone cambios.", "Nobody proposes changes."], "carried_by": ["Acciones que la cumplen", "Actions that carry it out"], "no_text": ["(sin texto)", "(no text)"],
  "alone": ["Responde solo", "Answers alone"], "with_others": ["Responde con otros", "Answers with others"], "is_associated": ["Asociado", "Associated"], "total": ["Total", "Total"], "successors": ["Quién le sigue", "Who carries it on"], "predecessors": ["A quién sigue", "Whom it carries on"], "parent": ["Parte de", "Part of"], "units": ["Sus dependencias", "Its units"], "valid": ["Existe", "Exists"], "since": ["desde {0}", "since {0}"], "until": ["hasta {0}", "until {0}"], "aliases": ["También llamado", "Also called"], "through_time": ["A través del tiempo", "Through time"], "part_then": ["(entonces parte de {0})", "(then part of {0})"], "only_named": ["Solo los que algún plan nombra", "Only those that a plan names"], "co_responsible": ["junto con {0}", "together with {0}"], "no_longer": ["ya no existe", "no longer exists"],
  "no_editions": ["Ningún plan de esta carpeta sustituye a otro: no hay ediciones que comparar.", "No plan in this workspace supersedes another: there are no editions to compare."], "against": ["{0}, comparado con {1}", "{0}, compared with {1}"], "old": ["Antes", "Before"], "new": ["Ahora", "Now"], "fields_changed": ["Columnas que cambian", "Columns that change"], "certainty": ["Certeza", "Certainty"],
  "change.unchanged": ["sin cambio", "unchanged"], "change.reworded": ["reformulada", "reworded"], "change.moved": ["movida", "moved"], "change.renumbered": ["renumerada", "renumbered"], "change.merged": ["unida", "merged"], "change.split": ["dividida", "split"], "change.added": ["nueva", "added"], "change.removed": ["quitada", "removed"],
  "severity.info": ["aviso", "notice"], "severity.doubt": ["duda", "doubt"], "severity.defect": ["defecto", "defect"], "stage": ["Etapa", "Stage"], "detail": ["Detalle", "Detail"], "record": ["Registro", "Record"],
  "plot.progress": ["Avance medio por año, {0}", "Mean progress by year, {0}"], "plot.progress_note": ["Media de los porcentajes impresos; entre paréntesis, cuántas actividades los tienen.", "Mean of the printed percentages; in brackets, how many activities have one."], "plot.coverage": ["Directrices de {0} por plan", "Directives of {0} by plan"], "plot.axes": ["Acciones por eje, {0}", "Actions by axis, {0}"], "plot.bodies": ["Organismos con más acciones", "Bodies with most actions"], "plot.groups": ["Destinatarios nombrados en las acciones", "Groups named in the actions"], "plot.as_table": ["Los números como tabla", "The numbers as a table"], "svg": ["SVG", "SVG"], "png": ["PNG", "PNG"], "plot.lead": ["Cada gráfico se puede guardar como SVG o PNG.", "Each plot can be saved as SVG or PNG."],
  "search_lead": ["Acciones, directrices, demás textos, organismos y dudas; los acentos no importan.", "Actions, directives, other texts, bodies and doubts; accents do not matter."], "search_more": ["y {0} más: agregue palabras", "and {0} more: add words"], "texts": ["Otros textos", "Other texts"], "search_start": ["Escriba al menos dos letras.", "Type at least two letters."],
  "lacks.indicators": ["indicadores", "indicators"], "lacks.verification": ["medios de verificación", "means of verification"], "lacks.responsible": ["responsable", "a responsible body"], "lacks.link": ["vínculo con una directriz", "a link to a directive"],
  "documents_lead": ["Los documentos de esta carpeta, tal como los describe su manifiesto.", "The documents of this workspace, as its manifest describes them."], "issuer": ["Emisor", "Issuer"], "period": ["Período", "Period"], "pages_n": ["{0} página|{0} páginas", "{0} page|{0} pages"], "witness": ["Archivo", "File"], "witness.original": ["archivo del emisor", "issuer's own file"], "witness.dump": ["volcado de texto", "text dump"], "witness.facsimile": ["facsímil", "facsimile"], "trust": ["Los vínculos son propuestas de un programa, salvo los aceptados en una revisión. Antes de citar un valor, mírelo en su página.", "Links are proposals of a program, save those accepted in a review. Before you quote a value, look at it on its page."],
});

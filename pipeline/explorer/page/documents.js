// The documents: what each is, which files it was read from, how to cite it.
VIEWS.documents = function () {
  return [h("h1", {}, t("documents")), h("p", {class: "lead"}, t("documents_lead")), h("ul", {class: "cards"}, rowsOf("plans").map((plan) => h("li", {},
    h("h2", {}, plan.title), h("p", {}, `${t("issuer")}: ${plan.issuer}`),
    h("p", {class: "small"}, [plan.plan_id, countryName(plan.jurisdiction), plan.period_start ? `${t("period")} ${plan.period_start}–${plan.period_end}` : null, plan.page_count ? tn("pages_n", plan.page_count) : null,
      plan.action_count ? tn("actions_n", plan.action_count) : null, plan.directive_count ? tn("directives_n", plan.directive_count) : null].filter(Boolean).join(" · ")),
    documentKeys(plan),
    h("ul", {class: "small"}, Object.entries(STORE.files).filter(([, file]) => file.plan === plan.plan_id).map(([path, file]) => h("li", {}, `${path}${file.witness ? ` (${named("witness", file.witness)})` : ""}: sha256 ${file.sha256}`))),
    plan.action_count ? h("a", {href: `#/actions?plan=${plan.plan_id}`}, t("actions")) : plan.directive_count ? h("a", {href: `#/directives?framework=${plan.plan_id}`}, t("directives")) : null)))];
};

// What else the table of documents says of one, such as its official title.
const SAID = ["official_title", "document_number", "adopted", "published", "extended_to", "supersedes", "url", "retrieved", "retrieved_by", "licence"];
function documentKeys(plan) {
  const further = SAID.filter((name) => plan[name] !== null && plan[name] !== undefined);
  return further.length ? h("p", {class: "small"}, further.map((name) => `${t(`document.${name}`)}: ${words(String(plan[name])).join(", ")}`).join(" · ")) : null;
}

Object.assign(WORDS, {
  "document.official_title": ["Título oficial", "Official title"], "document.document_number": ["Documento n.º", "Document no."], "document.adopted": ["Adoptado", "Adopted"], "document.published": ["Publicado", "Published"],
  "document.extended_to": ["Prorrogado hasta", "Extended to"], "document.supersedes": ["Sustituye a", "Supersedes"], "document.url": ["Dirección", "Address"], "document.retrieved": ["Obtenido el", "Retrieved on"], "document.retrieved_by": ["Obtenido por", "Retrieved by"], "document.licence": ["Licencia", "Licence"],
});

-- The published views. Each is a view of directriz.sqlite, and its rows are the table of the same name in CSV and Parquet.
-- schema.toml describes the columns, in this order. Lists are joined by |, in the order of the cell or of the document.

CREATE VIEW actions_flat AS
WITH bodies_of_cells AS (
  SELECT action_id, role, group_concat(body, '|') AS bodies, group_concat(agency_id, '|') AS agency_ids
  FROM (
    SELECT
      m.action_id,
      m.role,
      m.agency_id,
      coalesce(g.name || coalesce(' (' || g.acronym || ')', ''), m.surface) AS body
    FROM action_agencies AS m LEFT JOIN agencies AS g ON g.agency_id = m.agency_id
    ORDER BY m.action_id, m.role, m.position
  )
  GROUP BY action_id, role
)
SELECT
  a.action_id,
  a.plan_id,
  p.title AS plan_title,
  p.jurisdiction,
  a.axis,
  x.axis_harmonised,
  a.subaxis,
  a.objective,
  a.measure,
  a.number,
  a.number_sort,
  a.action,
  a.goal,
  a.indicators,
  CASE
    WHEN a.indicators IS NOT NULL THEN 'printed'
    WHEN instr('|' || p.action_columns || '|', '|indicators|') THEN 'blank cell'
    ELSE 'no such column'
  END AS indicators_status,
  a.verification,
  CASE
    WHEN a.verification IS NOT NULL THEN 'printed'
    WHEN instr('|' || p.action_columns || '|', '|verification|') THEN 'blank cell'
    ELSE 'no such column'
  END AS verification_status,
  a.responsible,
  responsible.bodies AS responsible_bodies,
  responsible.agency_ids AS responsible_agency_ids,
  a.associated,
  associated.bodies AS associated_bodies,
  associated.agency_ids AS associated_agency_ids,
  l.target_plan_id,
  l.directive_id,
  d.number AS directive_number,
  coalesce(d.text_base, d.text_amended) AS directive_text,
  l.status AS link_status,
  l.confidence,
  l.judged_by,
  a.page_start,
  a.page_end
FROM actions AS a
JOIN plans AS p ON p.plan_id = a.plan_id
LEFT JOIN bodies_of_cells AS responsible ON responsible.action_id = a.action_id AND responsible.role = 'responsible'
LEFT JOIN bodies_of_cells AS associated ON associated.action_id = a.action_id AND associated.role = 'associated'
LEFT JOIN axes AS x ON x.plan_id = a.plan_id AND x.axis = a.axis
LEFT JOIN links AS l
  ON l.action_id = a.action_id AND l.rank = 1
  AND l.target_plan_id = substr(p.links_to, 1, instr(p.links_to || '|', '|') - 1)
LEFT JOIN directives AS d ON d.directive_id = l.directive_id
ORDER BY a.rowid;

CREATE VIEW responsibilities AS
SELECT
  m.action_id,
  m.role,
  m.position,
  m.agency_id,
  g.acronym,
  coalesce(g.name, m.surface) AS name,
  g.kind,
  m.surface,
  m.parent_agency_id,
  o.name AS parent_name,
  g.valid_from,
  g.valid_to,
  (
    SELECT group_concat(successor_id, '|') FROM (
      SELECT successor_id FROM agency_successions WHERE agency_id = m.agency_id ORDER BY date, successor_id
    )
  ) AS successor_ids,
  (
    SELECT group_concat(successor, '|') FROM (
      SELECT n.name || coalesce(' (' || n.acronym || ')', '') || ' since ' || s.date AS successor
      FROM agency_successions AS s JOIN agencies AS n ON n.agency_id = s.successor_id
      WHERE s.agency_id = m.agency_id ORDER BY s.date, s.successor_id
    )
  ) AS successors,
  c.body_count,
  c.body_count = 1 AS is_alone,
  m.method,
  m.inherited,
  a.plan_id,
  a.axis,
  x.axis_harmonised,
  a.number,
  a.number_sort,
  a.action,
  a.page_start,
  a.page_end
FROM action_agencies AS m
JOIN actions AS a ON a.action_id = m.action_id
JOIN (
  SELECT action_id, role, count(DISTINCT coalesce(agency_id, surface)) AS body_count
  FROM action_agencies GROUP BY action_id, role
) AS c ON c.action_id = m.action_id AND c.role = m.role
LEFT JOIN agencies AS g ON g.agency_id = m.agency_id
LEFT JOIN agencies AS o ON o.agency_id = m.parent_agency_id
LEFT JOIN axes AS x ON x.plan_id = a.plan_id AND x.axis = a.axis
ORDER BY m.rowid;

CREATE VIEW coverage_flat AS
SELECT
  v.plan_id,
  p.title AS plan_title,
  v.target_plan_id,
  v.directive_id,
  d.kind,
  d.section,
  x.axis_harmonised AS section_harmonised,
  d.number,
  d.number_sort,
  coalesce(d.text_base, d.text_amended) AS directive_text,
  d.is_text_whole,
  v.status,
  v.confidence,
  v.judged_by,
  v.action_ids,
  (
    SELECT count(*) FROM json_each('["' || replace(v.action_ids, '|', '","') || '"]')
  ) AS action_count,
  (
    SELECT group_concat(body, '|') FROM (
      SELECT coalesce(g.acronym, g.name, m.surface) AS body
      FROM json_each('["' || replace(v.action_ids, '|', '","') || '"]') AS each_action
      JOIN action_agencies AS m ON m.action_id = each_action.value AND m.role = 'responsible'
      LEFT JOIN agencies AS g ON g.agency_id = m.agency_id
      GROUP BY body ORDER BY body
    )
  ) AS responsible_bodies,
  d.page_start,
  d.page_end
FROM coverage AS v
JOIN plans AS p ON p.plan_id = v.plan_id
JOIN directives AS d ON d.directive_id = v.directive_id
LEFT JOIN axes AS x ON x.plan_id = d.plan_id AND x.axis = d.section
ORDER BY v.rowid;

CREATE VIEW amendments_by_country AS
SELECT
  e.amendment_id,
  nullif(each_country.value, '') AS country,
  e.countries,
  e.record_id,
  e.plan_id,
  coalesce(d.kind, r.kind) AS record_kind,
  coalesce(d.section, r.section) AS section,
  coalesce(d.number, r.number) AS number,
  d.number_sort,
  e.position,
  e.kind,
  e.deleted,
  e.inserted,
  e.certainty,
  e.tag_malformed,
  e.as_printed,
  coalesce(d.text_base, r.text) AS text_base,
  coalesce(d.page_start, r.page_start) AS page_start,
  coalesce(d.page_end, r.page_end) AS page_end
FROM amendments AS e
JOIN json_each('["' || replace(coalesce(e.countries, ''), '|', '","') || '"]') AS each_country
LEFT JOIN directives AS d ON d.directive_id = e.record_id
LEFT JOIN provisions AS r ON r.record_id = e.record_id
ORDER BY e.rowid, country;

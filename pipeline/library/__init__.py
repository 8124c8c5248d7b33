"""What `import directriz` offers, one module an ability: documents, drafts, repair, agencies, links, a workspace.

The names that users hold on to are those of `directriz.__all__`; how they are used with results: docs/library.md.
"""

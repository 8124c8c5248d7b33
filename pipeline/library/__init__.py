"""What `import directriz` offers, one module an ability: documents, drafts, repair, agencies, links, a workspace.

The public names are those of `directriz.__all__`. docs/library.md shows how to use them.
"""

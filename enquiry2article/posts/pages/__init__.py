"""What stands on a page: metadata, sections, anchors, paths."""

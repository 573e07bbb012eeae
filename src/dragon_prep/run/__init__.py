"""The stages of a build, the workspace, the workers."""

"""What a build tells about itself: attrition and counts."""

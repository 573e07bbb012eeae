"""What simple methods make of a release: is a task trivial, or its label given away?"""

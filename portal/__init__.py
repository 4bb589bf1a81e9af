"""The portal: a static site for the public, and the small server for what is not public.

Pages are made from the same view models as the documents. Not here: any figure, reading of the warehouse
outside the server, Prefect.
"""
